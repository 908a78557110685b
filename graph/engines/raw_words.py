"""The words that a query of somebody's own may be made of, and those that it may not use even as a variable."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FIRST = _words("MATCH OPTIONAL WITH UNWIND RETURN CALL")
KEYWORDS = FIRST | _words(
    """
    WHERE ORDER BY ASC ASCENDING DESC DESCENDING SKIP LIMIT AS DISTINCT AND OR XOR NOT IN STARTS ENDS CONTAINS
    IS NULL TRUE FALSE CASE WHEN THEN ELSE END UNION ALL YIELD EXISTS COUNT COLLECT ANY NONE SINGLE
    """
)
OTHER_KEYWORDS = _words(  # of Cypher and of administration, on any engine
    """
    ADD ALIAS ALTER ANALYZE ASSERT BEGIN CHECKPOINT CLEAR COMMENT COMMIT CONSTRAINT COPY CREATE CSV CURRENT
    DATABASE DATABASES DEALLOCATE DELETE DENY DETACH DISABLE DROP DRYRUN DUMP ENABLE EXECUTE EXPLAIN EXPORT
    FIELDTERMINATOR FINISH FOREACH FROM FUNCTION GRANT GRAPH HEADERS IMPORT INDEX INSERT INSTALL INTO LET LOAD
    MERGE NEXT OF ON PERIODIC PRAGMA PROFILE PROCEDURE PROPERTY REMOVE RENAME REPLACE REQUIRE RESET REVOKE ROLE
    ROLLBACK SCAN SELECT SET SHOW START STOP TERMINATE TRANSACTION TRANSACTIONS TRUNCATE UPDATE USE USER USERS
    USING VACUUM
    """
)
FUNCTIONS = _words(  # in lower case
    """
    abs allshortestpaths avg ceil coalesce collect count date endnode floor head isempty labels last left length
    ltrim max min nodes percentilecont percentiledisc range reduce relationships replace reverse right round
    rtrim shortestpath sign size split startnode stdev stdevp substring sum tail tofloat tointeger tolower
    tostring toupper trim type
    """
)
PROCEDURES = _words("db.labels db.relationshiptypes db.propertykeys")
# Of a plan: operators of the Neo4j 5 manual, "Operators in detail", that read nodes, relationships and values.
STEPS = _words(
    """
    AllNodesScan AllShortestPaths Anti AntiConditionalApply AntiSemiApply Apply Argument ArgumentTracker
    AssertSameNode AssertSameRelationship BFSPruningVarLengthExpand CacheProperties CartesianProduct
    ConditionalApply DirectedAllRelationshipsScan DirectedRelationshipByElementIdSeek DirectedRelationshipByIdSeek
    DirectedRelationshipIndexContainsScan DirectedRelationshipIndexEndsWithScan DirectedRelationshipIndexScan
    DirectedRelationshipIndexSeek DirectedRelationshipIndexSeekByRange DirectedRelationshipTypeScan
    DirectedUnionRelationshipTypesScan Distinct Eager EagerAggregation EmptyResult ExhaustiveLimit Expand Filter
    IntersectionNodeByLabelsScan LetAntiSemiApply LetSelectOrAntiSemiApply LetSelectOrSemiApply LetSemiApply Limit
    MultiNodeIndexSeek NodeByElementIdSeek NodeByIdSeek NodeByLabelScan NodeCountFromCountStore NodeHashJoin
    NodeIndexContainsScan NodeIndexEndsWithScan NodeIndexScan NodeIndexSeek NodeIndexSeekByRange
    NodeLeftOuterHashJoin NodeRightOuterHashJoin NodeUniqueIndexSeek NodeUniqueIndexSeekByRange NonFuseable
    NonPipelined NullifyMetadata Optional OptionalExpand OrderedAggregation OrderedDistinct OrderedUnion PartialSort
    PartialTop PartitionedAllNodesScan PartitionedNodeByLabelScan PartitionedNodeIndexScan PartitionedNodeIndexSeek
    PartitionedUnwind PathPropagatingBFS ProcedureCall ProduceResults ProjectEndpoints Projection
    PruningVarLengthExpand RelationshipCountFromCountStore Repeat RollUpApply SelectOrAntiSemiApply
    SelectOrSemiApply SemiApply ShortestPath Skip Sort StatefulShortestPath SubtractionNodeByLabelsScan Top
    Top1WithTies TriadicBuild TriadicFilter TriadicSelection UndirectedAllRelationshipsScan
    UndirectedRelationshipByElementIdSeek UndirectedRelationshipByIdSeek UndirectedRelationshipIndexContainsScan
    UndirectedRelationshipIndexEndsWithScan UndirectedRelationshipIndexScan UndirectedRelationshipIndexSeek
    UndirectedRelationshipIndexSeekByRange UndirectedRelationshipTypeScan UndirectedUnionRelationshipTypesScan Union
    UnionNodeByLabelsScan Unwind ValueHashJoin VarLengthExpand
    """
)
