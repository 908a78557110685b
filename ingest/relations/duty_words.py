"""The words of a duty phrase: labels, verbs with their boundaries, rules on who leads, deadlines."""

import re

LABEL_WORDS = (
    "第一责任单位|主要责任单位|牵头责任单位|牵头单位|牵头部门|牵头领导小组|责任主体单位|责任单位|责任部门|负责单位|负责部门|主办单位|主办部门|承担单位|承办单位"
    "|实施单位|落实单位|主管部门|主管单位|配合单位|配合责任单位|配合部门|协办单位|协办部门|协作单位|协同单位|参与单位|参与部门|参加单位|支持单位|指导单位|监督单位|责任处室|主办|协办|牵头|配合|责任"
)
LABEL = re.compile(rf"(?P<label>{LABEL_WORDS})(?:及分工)?\s*(?::|为(?=[^何])|是)\s*")
PRECEDENCE = re.compile(
    r"[,。;、(]?\s*[^,。;、()]{0,10}?(?:(?:列|排|名)[^,。;、()]{0,6}?(?:首位|第[一1]|最前)|第[一1][个家名位])[^,。;、()]{0,8}?(?:为|是|系)"
    r"(?:牵头|第一责任|主要?责任|主办|负责)[^,。;、()]{0,6}"
    r"(?:[,、;](?:其他|其余|后列|列其后)[^,。;、()]{0,6}?(?:为|是)[^,。;、()]{2,8})?"
    r"(?:[,、]?(?:以下)?(?:下同|均同|不再注明|不再说明))?"
)
# 以下均需地方各级人民政府落实,不再列出
STANDING = re.compile(
    r"(?:以下|上述|以上|各项|所有)(?:各项|各条)?(?:工作|任务|措施|事项)*,?均(?:需要?|由|须|应)(?P<who>[^,。;]{2,40}?)"
    r"(?:负责|组织)?(?:落实|实施|配合|负责)[^。;()]{0,6}不再(?:一一|逐一|单独|另行|重复)?(?:列出|注明|说明|列明)"
)
# something is said of who leads, whatever it is
RULE_WORDS = re.compile(r"首位|第一位|第一个|牵头单位|牵头部门|标\*|加\*|下同")
# 完成时限:2022年12月 · 2025年底前完成 · 长期坚持, behind the bodies
DEADLINE_FIRST = re.compile(r"(?:完成|办理)?(?:时限|时间)?:?\d{4}年[^;,、]{0,10}(?:完成|前|底|实施)[;,]\s*")
_DONE = r"(?:全面|全部|基本|如期|力争|抓紧)?(?:完成|落实|到位|建成|取得.{2,6})"
_PLAN_END = r"到?[“\"]?十[一二三四五六七八九]五[”\"]?(?:规划)?(?:期间|时期|期)?[末底]?(?:以|之)?前?"
# 每年12月底前完成, 每季度末报送: how often, and what is then done, without a body or its verb
_AGAIN = (
    r"每(?:半年|季度|[年月季周]|[两二三]年)"
    r"(?:(?!牵头|负责|配合|协助|参与|会同|由|局|委|厅|办|政府)[^,;。()、:]){0,14}"
)
DEADLINE = re.compile(
    r"[,;。、\s]*(?:力争|确保|务必|须|应|要)?(?:于|在)?"
    r"(?:(?:完成|办理|整改|落实|推进|进度|时间)?(?:时限|时间|期限|节点)(?:要求)?\s*:[^:;()]*"
    r"|(?:完成|办理|建设|实施)(?:时限|期限|周期)为?\d{4}年?(?:[-—–至到]+\d{4}年)?"
    rf"|(?:\d{{4}}年|今年|当年|明年)?(?:\d{{1,2}}月|年)?(?:上旬|中旬|下旬)?(?:底|末|份)?(?:以|之)?前{_DONE}?"
    rf"|(?:\d{{4}}|[今本当明]|)年(?:年?内|度内?|底)?{_DONE}"
    r"|\d{4}年(?:\d{1,2}月)?(?:底|末)?(?:以|之)?前?[^\d,。;()、:]{0,8}|长期坚持|持续推进|常年坚持|持续实施|长期推进|全年推进"
    rf"|{_PLAN_END}{_DONE}?|\d{{4}}年?[-—–~至到]+\d{{4}}年[^\d,。;()、:]{{0,8}}"
    rf"|(?<=[,;。、\s]){_AGAIN}|(?:即日|(?:自|从)?(?:印|发)[布发]之日)起[^,;。()、:]{{0,10}}"
    rf"|\d{{4}}年(?:\d{{1,2}}月)?[底末]?(?:以|之)?前启动[,、]\d{{4}}年(?:\d{{1,2}}月)?[底末]?(?:以|之)?前{_DONE})[。\s]*$"
)
SHARED = (
    r"(?:按照?|依照|依据|根据|结合|在)?(?:各自|自身)?的?(?:工作|法定|部门|业务|相应)?(?:职责|职能|责任|任务)(?:任务)?(?:分工|范围|权限)?(?:内|要求)?,?"
    r"(?:分别|分工|共同|具体|抓好|做好|切实)*(?:负责|落实|组织实施|实施|推进|开展|配合)?(?:落实|实施|推进|到位)?|分工负责(?:落实)?|分头负责"
)
END = r"(?=$|[,;。、) ])"
LEAD = (
    r"(?:按照?(?:各自)?职责分工)?(?:负责)?(?:共同|联合|分别|总)?牵头(?:负责|组织实施|组织落实|组织|落实|推进|实施|抓总|协调|办理)?"
    rf"|主办{END}|抓总"
)
HELP = (
    r"(?:积极|密切|共同|予以|给予|协助|做好)*(?:配合|参与|参加|协同|协作|协办|协助|支持|指导|监督)"
    rf"(?:落实|实施|推进|做好|完成|办理|配合|支持|工作)*{END}"
)
DO = (
    r"(?:具体|统筹|全面|分别|共同|组织|结合实际|抓好|牵头)*负责(?!人|任|同志|干部|制(?![定订作造修]))"
    r"(?:组织实施|具体落实|抓好落实|贯彻落实|落实|实施|推进|组织)?"
    rf"|(?:(?:结合|根据)实际|抓好|抓紧|认真|具体)*(?:组织实施|贯彻落实|抓好落实|落实|承办|承担|实施){END}"
)
VERB = re.compile(
    rf"(?P<shared>{SHARED})(?=$|[,;。、) 的])|(?P<lead>{LEAD})|(?P<meet>会同|会商)|(?P<help>{HELP})|(?P<do>{DO})"
)
SUPPORT = re.compile(r"支持|指导|监督")
LEAD_LABELS = re.compile(r"牵头|主办|第一责任|主要责任|承担")
HELP_LABELS = re.compile(r"配合|协办|协作|协同|参与|参加|支持|指导|监督")
PERSON = re.compile(
    r"(?:负责人|责任人|法定代表人|法人|领导|[市县区省厅局州盟旗镇乡校院所]长|书记|主任|组长|董事长|经理|同志|专员|个人)$"
)
MODAL = re.compile(r"(?:要|应当?|须|必须|将|具体|切实|统一|主要|分别|共同|总|全面)+$")
_GOES_ON = re.compile(r",(?:并|确保|每(?:半年|季度|[年月季周]))(?:(?!牵头|负责|配合|协助|参与|由)[^。;]){2,80}[。;]?$")
_BACKWARD = ("由", "本项", "此项", "该项", "上述", "以上")
_LONGEST = 80  # characters of words that only say by when
TAIL = re.compile(r"^[\s,。;、)]*(?:工作|到位|下同|完成|等)?[\s,。;、)]*$")


def only_deadlines(text: str) -> bool:
    """Whether these words only say by when, or that the work goes on: 2015年底前完成, 长期坚持."""
    told = text.strip(",;。、 ")
    return len(told) <= _LONGEST and not told[: before_deadline(told, 0, len(told))].strip(",;。、 ")


def speaks_back(phrase: str, behind: str) -> bool:
    """Whether a phrase speaks of what stands before it: only by when follows, or 由市甲局牵头,…配合 goes on with 并."""
    return only_deadlines(behind) or (phrase.startswith(_BACKWARD) and _GOES_ON.match(behind) is not None)


def before_rest(text: str, start: int, end: int) -> int:
    """Where text[start:end] ends without ,并于每年…, ,确保… behind its bodies."""
    rest = _GOES_ON.search(text[:end], start)
    return rest.start() if rest else end


def before_deadline(text: str, start: int, end: int) -> int:
    """Where text[start:end] ends without the deadlines behind its bodies: …,完成时限:2022年12月."""
    while deadline := DEADLINE.search(text[:end], start):
        end = deadline.start()
    return end
