# The command zhitu as an image; docker-compose.yml puts its API before Neo4j.
FROM python:3.11-slim AS builder
RUN python -m venv /opt/zhitu
ENV PATH=/opt/zhitu/bin:$PATH
WORKDIR /source
COPY requirements-serve.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements-serve.lock
COPY pyproject.toml README.md LICENSE zhitu.py ./
COPY api api
COPY cypher cypher
COPY commands commands
COPY graph graph
COPY ingest ingest
COPY seeds seeds
COPY visualize visualize
# setuptools stands in the lock for this step only; with pip it has no place in a server
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && pip uninstall --yes setuptools pip

FROM python:3.11-slim
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin zhitu
COPY --from=builder /opt/zhitu /opt/zhitu
ENV PATH=/opt/zhitu/bin:$PATH
WORKDIR /app
COPY seeds/documents seeds/documents
USER 10001:10001
EXPOSE 8000
# http.client, as it asks no proxy, whatever the environment says
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import http.client, sys; api = http.client.HTTPConnection('127.0.0.1', 8000, timeout=4); api.request('GET', '/healthz'); sys.exit(api.getresponse().status != 200)"]
ENTRYPOINT ["zhitu"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
