"""Every finding of the library: code, severity and words.

A code is never reused for something else.

WR1xx files and their form, WR2xx formulas, WR3xx the law that the documents make together, WR4xx
cases, WR5xx what was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from welfare_rules.basics.days import FIRST_YEAR, LAST_YEAR
from welfare_rules.basics.text import Catalogue, Words

Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True)
class Entry:
    """How grave a diagnostic is, and its sentence in both languages."""

    severity: Severity
    words: Words


def _error(zh: str, en: str) -> Entry:
    return Entry("error", Words(zh, en))


def _warning(zh: str, en: str) -> Entry:
    return Entry("warning", Words(zh, en))


def _notice(zh: str, en: str) -> Entry:
    """A fact about the world that staff should know, not a mistake of the file.

    `check` tells it and still passes.
    """
    return Entry("notice", Words(zh, en))


CATALOGUE: dict[str, Entry] = {
    # --- files ---
    "WR101": _error("文件读不出来：{why}", "the file cannot be read: {why}"),
    "WR102": _error("不是正确的 TOML：{why}", "not valid TOML: {why}"),
    "WR103": _error(
        "此处是全角符号“{got}”，请改为半角“{want}”",
        "full-width character {got!r} here; write {want!r}",
    ),
    "WR104": _error(
        "键“{got}”没有引号：TOML 的键只能用英文字母、数字、下划线和连字符，中文键须加引号，"
        "或改用英文键",
        "bare key {got!r}: TOML keys are ASCII letters, digits, _ and -; quote it or use the "
        "English key",
    ),
    "WR105": _error(
        "文件编码不是 UTF-8（看来是 {found}），请另存为 UTF-8",
        "the file is not UTF-8 (it looks like {found}); save it as UTF-8",
    ),
    "WR106": _error(
        "文件超过 {limit} 字节，不予读取", "the file is larger than {limit} bytes and is not read"
    ),
    "WR107": _error(
        '第一行须写明格式 format = "{want}"', 'the file must declare format = "{want}"'
    ),
    "WR108": _error("嵌套太深，无法读取", "nested too deeply to be read"),
    "WR109": _error(
        "这是 {got}，规定的日期在 {want} 里另有算法：待遇自己的起止改写 begins、ends；"
        "替换、drop 和写在别的文件里的条款，自其 from 或自己的文件起。"
        '照 docs/format.md“从 welfare-policy/1 改来”核对后写 format = "{want}"',
        "this is {got}, and days of rules mean something else in {want}: the life of a benefit is "
        "begins and ends; a replacement, a drop and a clause in another document begin with their "
        'own from or document. Read "From welfare-policy/1" in docs/format.md, then declare '
        'format = "{want}"',
    ),
    "WR110": _error("不认识的键“{got}”", "unknown key {got!r}"),
    "WR111": _error("缺少必填的键“{want}”", "required key {want!r} is missing"),
    "WR112": _error("类型不对：应为{want}，写的是 {got}", "wrong type: expected {want}, got {got}"),
    "WR113": _error(
        "“{got}”不在允许的写法之内，可写：{want}",
        "{got!r} is not allowed here; write one of: {want}",
    ),
    "WR114": _error("标签缺少{lang}文字", "the label has no {lang} text"),
    "WR115": _error("“{got}”写法不对，应为{want}", "{got!r} is malformed; expected {want}"),
    "WR116": _error(
        "金额或比例“{got}”不是有效的数：{why}", "{got!r} is not a usable number: {why}"
    ),
    "WR117": _error("值不在允许范围：{why}", "the value is out of range: {why}"),
    "WR118": _error(
        "文件编号“{got}”与 {other} 重复", "document id {got!r} is also that of {other}"
    ),
    "WR119": _error("这些键不能这样并用：{why}", "these keys do not go together: {why}"),
    # --- formulas ---
    "WR120": _error("文件夹列不出来：{why}", "the folder cannot be listed: {why}"),
    "WR121": _error("名称不是 UTF-8，请改名", "the name is not UTF-8: rename it"),
    "WR122": _warning(
        "这个文件不会被读取：政策文件名须以小写的 .toml 结尾",
        "this file is not read: the name of a policy file ends in .toml, in lower case",
    ),
    "WR123": _error(
        "辖区层层相套最多 {limit} 层：请把文件夹放得浅一些",
        "at most {limit} jurisdictions within one another: put the folder less deep",
    ),
    "WR124": _error(
        "“{got}”的版本超过 {limit} 个：请另立一个名称，或者去掉不再用到的版本",
        "{got!r} has more than {limit} versions: begin another name, or leave out what is past",
    ),
    "WR125": _warning(
        "这个名称在 Windows 上用不了：{why}", "this name cannot be used on Windows: {why}"
    ),
    "WR201": _error("公式里有不认识的字符“{got}”", "unexpected character {got!r} in the formula"),
    "WR202": _error(
        "公式里的“{got}”是全角或形似字符，请改为“{want}”",
        "{got!r} in the formula is full-width or a look-alike; write {want!r}",
    ),
    "WR203": _error(
        "公式在“{got}”处写法不对，此处应为{want}",
        "the formula breaks off at {got!r}; expected {want}",
    ),
    "WR204": _error(
        "公式太长或嵌套太深（上限：{limit}）",
        "the formula is too long or nested too deeply (limit: {limit})",
    ),
    "WR205": _error("不认识的名称“{got}”", "unknown name {got!r}"),
    "WR206": _error(
        "类型不符：应为{want}，这里是{got}", "type mismatch: expected {want}, this is {got}"
    ),
    "WR207": _error(
        "不能对{left}和{right}做“{op}”运算", "cannot apply {op!r} to {left} and {right}"
    ),
    "WR208": _error(
        "“{got}”是成员的事项，在家庭公式里须用 合计、人数、任一、全部 等汇总",
        "{got!r} belongs to a member; a household formula must aggregate it (sum, count, any, all, "
        "largest, smallest)",
    ),
    "WR209": _error("除数可能为 0，请写成 取大(1, …)", "the divisor may be 0: write max(1, …)"),
    "WR210": _error(
        "“{got}”须有 {want} 个参数，写了 {count} 个", "{got!r} takes {want} arguments, not {count}"
    ),
    "WR211": _error("不认识的函数“{got}”", "unknown function {got!r}"),
    "WR212": _error("“{got}”不是“{list}”的可选值", "{got!r} is not a value of {list!r}"),
    "WR213": _error("名称“{got}”有歧义，可指：{among}", "the name {got!r} is ambiguous: {among}"),
    "WR214": _error("日期“{got}”不存在", "there is no date {got}"),
    "WR215": _error(
        "此处的值可能超过 {limit} 位数：请在中间用 舍入(…) 取整，或收窄有关事项的 min、max",
        "this value may come to more than {limit} digits: round on the way with round(…), or "
        "narrow min and max of the facts",
    ),
    "WR216": _error(
        "推算层层相套超过 {limit} 层：请把中间的几层并成一条公式，或把长表分成几张",
        "what this rests on is nested more than {limit} deep: join some of the values in between, "
        "or divide a long table",
    ),
    "WR217": _error(
        "数值的过渡条款分出的情形超过 {limit} 种：请把比例写成直接的数值",
        "the transitional versions of the figure tell more than {limit} cases apart: write values "
        "in place of shares",
    ),
    "WR218": _error(
        "互相排除、绕成一圈的待遇超过 {limit} 项：请分成几圈，或改为排除共同的推算项",
        "more than {limit} benefits exclude one another in a ring: divide it, or let them exclude "
        "a derived value that they share",
    ),
    "WR219": _error(
        "全部公式里的运算、名称和数值共超过 {limit} 项：把相同的条件写成推算项，或用小表格",
        "all formulas together have more than {limit} operations, names and values: write what is "
        "alike as a derived value, or as a small table",
    ),
    "WR225": _error(
        "公式里的“{got}”应写作“{want}”", "{got!r} in the formula is written {want!r} here"
    ),
    # --- the law made by the documents ---
    "WR301": _error(
        '“{got}”已由 {other} 规定；如要替换，请写 replaces = "{other}"',
        '{got!r} is already laid down by {other}; to replace it write replaces = "{other}"',
    ),
    "WR302": _error(
        "replaces 指向“{got}”，但那里没有可替换的“{what}”",
        "replaces names {got!r}, which has no {what!r} to replace",
    ),
    "WR303": _error(
        "“{got}”有两个版本同自 {day} 起，后公布的须写 corrects 说明更正哪一个",
        "{got!r} has two versions from {day}; the later announced one must say corrects",
    ),
    "WR304": _error(
        "日期次序不对：{first} 晚于 {then}", "dates out of order: {first} is after {then}"
    ),
    "WR305": _error(
        "版本须按日期先后排列，{day} 不应排在 {before} 之后",
        "versions stand in the order of time: {day} must not follow {before}",
    ),
    "WR306": _error(
        "corrects 指向 {day} 公布的版本，但没有这样的版本",
        "corrects names a version announced {day}, and there is none",
    ),
    "WR307": _error(
        "低于上级规定的下限：{got} < {floor}（{other}）{since}",
        "below the floor that the parent layer states: {got} < {floor} ({other}){since}",
    ),
    "WR308": _error("循环引用：{path}", "circular definition: {path}"),
    "WR309": _error(
        '表格不得重叠（hit = "unique"），但 {first} 与 {second} 在 {where} 同时成立{since}',
        'rows overlap under hit = "unique": {first} and {second} both hold where {where}{since}',
    ),
    "WR310": _error(
        "表格有空档：{where} 时没有一行成立{since}",
        "the table has a gap: no row holds where {where}{since}",
    ),
    "WR311": _warning("“{got}”没有任何规则使用", "{got!r} is used by no rule"),
    "WR312": _warning("“{got}”没有写明依据（cite）", "{got!r} has no source (cite)"),
    "WR313": _error(
        "“{got}”在 {layer} 没有定义：定义要写 label，没有 label 的是对已有的补充",
        "{got!r} has no definition in {layer} or above: a definition has a label, what has none "
        "adds to one",
    ),
    "WR314": _error("“{got}”已在 {other} 定义", "{got!r} is already defined in {other}"),
    "WR315": _error(
        "名称或标签“{got}”已由 {other} 使用",
        "the name or label {got!r} is already taken by {other}",
    ),
    "WR316": _error(
        "版本的时段重叠：{first} 与 {second}",
        "periods of two versions overlap: {first} and {second}",
    ),
    "WR317": _error("引用的“{got}”不存在", "{got!r} does not exist"),
    "WR318": _error(
        '上级（{other}）自 {day} 起已有数值；如要替换，请写 replaces = "{other}"',
        "the parent layer ({other}) has a value in force from {day}; to replace it write replaces "
        '= "{other}"',
    ),
    "WR319": _warning(
        "数值 {got} 超出自己声明的范围 {low}—{high}",
        "value {got} is outside its own declared bounds {low} to {high}",
    ),
    "WR320": _error("此辖区没有事项目录（fact）", "the jurisdiction has no vocabulary of facts"),
    "WR321": _error("同一处有两个 {what}：“{got}”", "two {what} of the same id {got!r}"),
    "WR322": _error(
        "数值 {got} 小于 0，而 min 没有说可以",
        "value {got} is below 0, and no min says that it may be",
    ),
    "WR323": _error(
        "这里的数在任何情况下都不在 {low} 到 {high} 之间：{got}{since}",
        "what stands here is never between {low} and {high}: {got}{since}",
    ),
    "WR330": _notice(
        "“{name}”最近的版本自 {since} 起；每年 {month} 月应有新值，自 {due} 起的没有编入",
        "the latest version of {name!r} is of {since}; a new value is due every year in month "
        "{month}, and none from {due} on is here",
    ),
    "WR331": _notice(
        "文件“{name}”有效期至 {until}，已过期，"
        "也没有写明由哪一份接替（replaced_by、prolonged_until）",
        "document {name!r} was valid until {until}; nothing says what took its place (replaced_by, "
        "prolonged_until)",
    ),
    "WR332": _notice(
        "“{name}”现行数值的状态是 {status}，这些待遇依它发放：{benefits}",
        "the value of {name!r} in force is {status}, and these benefits rest on it: {benefits}",
    ),
    "WR333": _warning(
        "“{name}”由 {before} 变为 {after}，变动 {share}，超过所写的 {limit}{since}",
        "{name!r} goes from {before} to {after}, by {share}: more than the stated {limit}{since}",
    ),
    "WR334": _warning(
        "“{name}”应依次{way}，但自 {day} 起 {first} 为 {one}，{second} 为 {other}",
        "{name!r} should be {way}, but from {day} {first} is {one} and {second} is {other}",
    ),
    "WR335": _notice(
        "“{name}”的来源有冲突，没有裁断：{other}",
        "sources of {name!r} conflict, and nobody has decided: {other}",
    ),
    "WR336": _warning(
        "比例为 {got}；是不是少写了百分号，应为 {want}",
        "the rate is {got}; is a percent sign missing, and {want} meant",
    ),
    "WR337": _warning("日期 {got} 恐怕写错了：{why}", "the day {got} looks wrong: {why}"),
    "WR338": _warning(
        "从“{name}”中永远扣不到：{why}", "nothing is ever withheld from {name!r}: {why}"
    ),
    "WR339": _warning(
        "追回办法“{got}”永远用不到：排在前面的“{other}”总是先适用",
        "the way of recovery {got!r} never applies: {other!r} before it always does",
    ),
    "WR340": _notice(
        "“{name}”的表格有无空档和重叠未能核定，条件之间牵连太多；请看：{where}{since}",
        "whether the table of {name!r} has gaps or overlaps cannot be said, as its conditions hang "
        "together; look at: {where}{since}",
    ),
    "WR341": _error(
        "更正的公布日期 {day} 不对：{why}", "the correction cannot be announced on {day}: {why}"
    ),
    "WR342": _warning(
        "“{name}”只在 {low} 到 {high} 之间，这里的比较永远不成立",
        "{name!r} lies between {low} and {high}: this comparison never holds",
    ),
    "WR343": _warning(
        "“{name}”自 {first} 至 {last} 没有公式", "{name!r} has no formula from {first} to {last}"
    ),
    "WR344": _warning(
        "“{name}”{per}发放，它的条件却没有说在哪个月{since}",
        "{name!r} is paid {per}, but none of its conditions says in which month{since}",
    ),
    "WR345": _warning("{names}互相让给对方：{why}", "{names} give way to one another: {why}"),
    "WR346": _error(
        "“{got}”的这一版本公布在后、起始在前，"
        "与自 {other} 起的版本都没有写到何时为止：请写 last_day，或用 corrects 写明更正哪一个",
        "this version of {got!r} was announced later and begins earlier than that from "
        "{other}, and both run on: write last_day, or corrects for the one that it corrects",
    ),
    "WR347": _warning(
        "“{got}”：上级 {other} 后来公布了同名条款；"
        "本地的照旧有效，算作待核实，直到 replaces 里写上它",
        "{got!r}: the parent's {other} announced a rule of this name later; the local one "
        "stays in force, unverified, until its replaces names it",
    ),
    "WR348": _error(
        "文件 {old} 写明由 {by} 代替，{by} 的 replaces 却没有写它",
        "document {old} says that {by} takes its place, and the replaces of {by} does not name it",
    ),
    "WR349": _notice(
        "文件“{name}”的条款自 {day} 施行，却没有写哪一天公布：计算时当作一直知道",
        "the document {name!r} has clauses in force from {day} and does not say when it was "
        "announced: they count as always known",
    ),
    "WR350": _warning(
        "{name}的金额可能是 {got} 元，不在事项{fact}的范围 {low} 至 {high} 之内："
        "那样的月份之后，这一事项就不知道",
        "{name} may come to {got} yuan, outside {low} to {high} of {fact}: "
        "after such a month that fact is unknown",
    ),
    "WR351": _notice(
        "“{name}”没有写谁能说、载于何处：请写{want}",
        "nobody says of {name!r} who can say it or where it is kept: write {want}",
    ),
    "WR352": _notice(
        "“{name}”的不符合依据未核实的规定：{rules}",
        "a refusal of {name!r} rests on rules that nobody has confirmed: {rules}",
    ),
    "WR353": _warning(
        "承诺“{name}”说的“{got}”在它的时段里从来没有：{why}",
        "the promise {name!r} speaks of {got!r}, of which its days know nothing: {why}",
    ),
    "WR354": _error(
        "“{name}”的反例不成立了：{why}", "the household that refutes {name!r} does not: {why}"
    ),
    "WR355": _warning(
        "条件“{got}”不会起作用：{why}", "the condition {got!r} does not tell anything apart: {why}"
    ),
    "WR356": _notice(
        "“{name}”自 {day} 起：每月按月首日算，{month} 才用得上",
        "{name!r} begins on {day}: months are decided as of their first day, so it works from "
        "{month}",
    ),
    "WR357": _notice(
        "“{name}”的第一个数值自 {day} 起，比用到它的待遇晚：在那以前这些待遇不能确定：{benefits}",
        "the first value of {name!r} begins on {day}, later than what rests on it: until then "
        "these cannot be decided: {benefits}",
    ),
    "WR358": _notice(
        "新的事项“{name}”没有写 presumed：没有填写它的案例，这些待遇不能确定：{benefits}",
        "the new fact {name!r} has no presumed: where a case does not state it these cannot be "
        "decided: {benefits}",
    ),
    "WR359": _warning(
        "名称“{got}”里有空格，公式里写不了：改为“{want}”",
        "the label {got!r} has a space in it and cannot be written in a formula: {want!r}",
    ),
    "WR360": _error(
        "监测“{name}”用到受保护的事项“{got}”：不得按它监测任何人",
        "the watch {name!r} looks at {got!r}, for which nobody may be watched",
    ),
    "WR361": _warning(
        "监测“{name}”看的待遇“{got}”在它的时段里从来没有",
        "the watch {name!r} looks at {got!r}, which none of its months has",
    ),
    "WR362": _error(
        "基础家庭层层相套超过 {limit} 层：请把中间的几层并成一个",
        "bases build on one another more than {limit} deep: join some of those in between",
    ),
    "WR363": _notice(
        "接替它的文件“{got}”不在政策文件里",
        "document {got!r}, which took its place, is not among the policies",
    ),
    # --- cases ---
    "WR401": _error("不是正确的 JSON：{why}", "not valid JSON: {why}"),
    "WR402": _error("不认识的事项“{got}”", "unknown fact {got!r}"),
    "WR403": _error("应为{want}，写的是 {got}", "expected {want}, got {got}"),
    "WR404": _error("金额“{got}”不能用：{why}", "{got!r} is not an amount: {why}"),
    "WR405": _error("“{got}”不是可选值，可写：{want}", "{got!r} is not one of the values: {want}"),
    "WR406": _error("数值 {got} 超出 {low} 到 {high} 的范围", "{got} is outside {low} to {high}"),
    "WR407": _error("日期“{got}”不对：{why}", "{got!r} is not a usable date: {why}"),
    "WR408": _error("成员编号“{got}”重复", "two members have the id {got!r}"),
    "WR409": _error("缺少“{want}”", "{want!r} is missing"),
    "WR410": _error("出生日期 {got} 在将来", "the birth date {got} lies in the future"),
    "WR411": _error(
        "死亡日期 {got} 早于出生日期 {other}",
        "the death date {got} is before the birth date {other}",
    ),
    "WR412": _error("太大：{what}最多 {limit}", "too large: at most {limit} {what}"),
    "WR413": _error("JSON 嵌套太深", "the JSON is nested too deeply"),
    "WR414": _error("案例文件读不出来：{why}", "the case file cannot be read: {why}"),
    "WR415": _error("同一键“{got}”写了两次", "the key {got!r} is written twice"),
    "WR416": _error(
        "“{got}”和“{other}”是同一事项，只写一个",
        "{got!r} and {other!r} are one fact: write it once",
    ),
    "WR417": _warning(
        "每户应有一个“{value}”（{fact}），这一户有 {count} 个：请核对",
        "a household has one {value!r} ({fact}), and this one has {count}: please check",
    ),
    "WR420": _error(
        "“{got}”不是事项的路径，应写作 wage 之类的家庭事项或 members[p1].wage",
        "{got!r} is no path of a fact: write a household fact or members[p1].wage",
    ),
    "WR421": _error("没有编号为“{got}”的成员", "there is no member {got!r}"),
    "WR422": _warning(
        "变更没有按获知日期排列：{got} 排在 {other} 之后（已按日期处理）",
        "changes are out of order: {got} stands after {other} (they are taken by their dates)",
    ),
    "WR423": _warning(
        "“{got}”自 {day} 起有互相矛盾的说法（{among}）：按未知处理，须核实",
        "sources differ on {got} from {day} ({among}): it counts as unknown until this is settled",
    ),
    "WR424": _warning(
        "死亡登记被改动：原为 {got}，改为 {other}",
        "a death was taken back or moved: {got}, then {other}",
    ),
    "WR425": _error(
        "台账里的待遇“{got}”不存在", "the ledger names a benefit that does not exist: {got!r}"
    ),
    "WR426": _warning(
        "同一月份、待遇、对象有两笔发放（{got}）：金额已合计",
        "two payments for one month, benefit and payee ({got}): they are added up",
    ),
    "WR427": _warning(
        "知情日 {got} 早于政策最早的公布日 {first}：当时没有任何数值",
        "the knowledge day {got} is before the first announcement, {first}: no figure was known",
    ),
    "WR428": _error(
        "台账里的发放对象“{got}”不在这个家庭",
        "the ledger names a payee that is not of this household: {got!r}",
    ),
    "WR429": _error(
        "回执被改动过或不完整：{why}", "the receipt has been changed or is not whole: {why}"
    ),
    "WR430": _warning(
        "{got} 以后的月份在知情日 {known} 还没有开始：没有发放记录的不算应补发",
        "the months after {got} had not begun on the knowledge day {known}: what is not paid in "
        "them is not owed yet",
    ),
    "WR431": _warning(
        "{got} 不在所结算的月份 {first} 至 {last} 之内：这一笔没有计入",
        "{got} is not among the months settled, {first} to {last}: left out",
    ),
    "WR432": _warning(
        "决定日期 {got} 晚于知情日 {known}",
        "the decision of {got} is after the knowledge day {known}",
    ),
    "WR433": _error(
        "这份结算是 {got} 的，不是 {want} 的", "the settlement is that of {got}, not of {want}"
    ),
    "WR434": _error(
        "台账是空的：要写明从哪个月到哪个月", "the ledger is empty: say from which month to which"
    ),
    "WR435": _error(
        "“{benefit}”发给{whom}，台账写的是 {got}",
        "{benefit!r} is paid to {whom}, and the ledger says {got!r}",
    ),
    # --- events ---
    "WR471": _error(
        "“{name}”说的是 {period}：全年的合计写作 per_year，一个月的直接写金额，不互相折算",
        "{name!r} is told for {period}: write a year's total as per_year and a month's amount as "
        "it is; neither is made of the other",
    ),
    "WR472": _error(
        "说不清是谁：写身份证号码，或者姓名和出生日期",
        "nobody can tell who this is: give an ID number, or a name and a birth date",
    ),
    "WR473": _warning(
        "身份证号码不对（{who}），只能核查：{why}",
        "wrong ID number ({who}), so that it can only be looked into: {why}",
    ),
    "WR474": _notice("登记的人中没有这个人：{who}", "nobody on record is {who}"),
    "WR475": _warning(
        "登记的人中有 {count} 人可能是他，须先核实是谁：{who}",
        "{count} people on record may be meant; find out first who it is: {who}",
    ),
    "WR476": _error(
        "来源“{source}”的事件“{id}”收到两次，内容不同：只算第一次的",
        "the event {id!r} of {source!r} came twice with other contents: the first one counts",
    ),
    "WR477": _warning(
        "没有收到过来源“{source}”的事件“{id}”，它来了也不再算",
        "no event {id!r} of {source!r} was received; should it still come, it counts no more",
    ),
    "WR478": _error("个案库“{file}”打不开：{why}", "the caseload {file!r} cannot be opened: {why}"),
    "WR479": _error("预警“{got}”不能处理：{why}", "the alert {got!r} cannot be decided: {why}"),
    "WR480": _error("要写明理由：核实和排除都要写", "a reason is needed, to confirm as to dismiss"),
    "WR481": _warning(
        "预警“{alert}”已经核实，而来源更正或撤回了它所依据的事件：须重新核查",
        "the alert {alert!r} was confirmed, and its source has corrected or withdrawn the event on "
        "which it rests: look into it again",
    ),
    "WR482": _error(
        "个案库写不进去，这一步没有做：{why}",
        "the caseload cannot be written, and nothing of this step is done: {why}",
    ),
    "WR483": _error(
        "事件编号像是身份证号码，而预警里会出现事件编号：请改用别的编号",
        "the id of the event looks like an ID number, and ids of events appear in alerts: use "
        "another id",
    ),
    "WR484": _error(
        "处理这个事件时程序出错，下次再试，请报告：{what}",
        "the program failed at this event, which is tried again the next time; please report: "
        "{what}",
    ),
    "WR485": _error(
        "“{got}”不是决定：写“核实”或“排除”", "{got!r} is no decision: write confirm or dismiss"
    ),
    "WR486": _error("写了理由，没有写决定", "there is a reason, and no decision"),
    "WR487": _error(
        "预警“{got}”在清单里不止一行，只留一行",
        "the alert {got!r} stands in more than one row: keep one",
    ),
    # --- tables ---
    "WR440": _error(
        "不认识的列“{got}”：不是事项，也没有在对应表里写它是什么（columns、ignore）",
        "unknown column {got!r}: it is no fact, and no mapping says what it is (columns, ignore)",
    ),
    "WR442": _error("没有“{want}”列", "there is no column {want!r}"),
    "WR443": _error(
        "编号是 15 位以上的数字：表格软件已经把它改成了近似数，请把这一列设为文本格式重新导出",
        "an id of 15 or more digits is kept here as a number, which a spreadsheet rounds: export "
        "the column again as text",
    ),
    "WR444": _error(
        "成员编号像是身份证号码，而结果里会出现成员编号：请改用别的编号，"
        "或在对应表的 [members] 里写 id_numbers = true",
        "the ids of members look like ID numbers, and ids appear in results: use other ids, or say "
        "id_numbers = true under [members] in the mapping",
    ),
    "WR445": _error(
        "家庭编号“{got}”不止一行：哪些成员属于哪一户说不清，这些行都没有计算",
        "more than one row has the household id {got!r}: whose members are whose cannot be said, "
        "and none of them is decided",
    ),
    "WR446": _error(
        "家庭表里没有编号为“{got}”的家庭", "no household {got!r} stands in the table of households"
    ),
    "WR447": _error("“{got}”有几种读法：{why}", "{got!r} can be read in several ways: {why}"),
    "WR448": _error(
        "这一格是错误值 {got}，请改正后重新导出",
        "this cell has the error {got}: mend it and export again",
    ),
    "WR449": _error(
        "这一格是公式，没有算出的值：请在表格软件里打开、保存一次再用",
        "this cell has a formula without its value: open the file in a spreadsheet program and "
        "save it",
    ),
    "WR450": _error(
        "数据区有合并单元格 {got}：每一格各写各的", "cells {got} are merged: write each of them"
    ),
    "WR451": _error(
        "这一行是“{got}”，不是一户或一人，没有计算；不要它就删去，或在对应表里写 skip",
        "this row is a sum ({got!r}), not a household or person, and is not decided: take it out, "
        "or name it in skip in the mapping",
    ),
    "WR452": _error("表格读不出来：{why}", "the table cannot be read: {why}"),
    "WR453": _error(
        "工作簿里没有工作表“{got}”；有：{want}", "there is no sheet {got!r}; there are: {want}"
    ),
    "WR454": _error(
        "“{got}”这一行写了值，又说它未知：只能有一样",
        "{got!r} has a value in this row and is said to be unknown: only one can be",
    ),
    "WR456": _error(
        "“{got}”和“{other}”这一行都有值：按月或按年，只写一个",
        "{got!r} and {other!r} both have a value in this row: write one, per month or per year",
    ),
    "WR457": _notice(
        "这一行是“{got}”，照对应表没有计算", "this row is {got!r}: not decided, as the mapping says"
    ),
    "WR458": _warning(
        "有 {count} 行是隐藏的或筛选掉的（第 {got} 行），照样读了：不该算的请删去",
        "hidden or filtered out, and read like the others: {count} rows ({got}); take out those "
        "that are not meant",
    ),
    "WR459": _warning(
        "“{got}”列是隐藏的，照样读了：不该读的写进对应表的 ignore",
        "column {got!r} is hidden, and is read like the others: name it in ignore in the mapping "
        "where it is not meant",
    ),
    "WR460": _warning(
        "工作表“{got}”是隐藏的，照样读了：要读别的表，请在对应表里写 sheet",
        "sheet {got!r} is hidden, and is read: where another is meant, say sheet in the mapping",
    ),
    "WR461": _error(
        "这一行又是标题（“{got}”），不是一户或一人，没有计算：标题不止一行的，在对应表里写 header，"
        "表中间重复的，删去或写 skip",
        "this row has headings again ({got!r}) and is not decided: say header in the mapping where "
        "there are two rows of them, and take out those further down, or name them in skip",
    ),
    "WR462": _error(
        '这一格有内容，而它那一列没有标题：请写上标题；不要这一列，就在对应表里写 ignore = [""]',
        'this cell is filled, and its column has no heading: write one, or say ignore = [""] in '
        "the mapping where the column is not meant",
    ),
    # --- requests ---
    "WR501": _error("没有这个辖区：“{got}”", "there is no jurisdiction {got!r}"),
    "WR502": _error(
        f"月份“{{got}}”写法不对，应为 YYYY-MM，{FIRST_YEAR} 年至 {LAST_YEAR} 年",
        f"{{got!r}} is not a month (YYYY-MM, of {FIRST_YEAR} to {LAST_YEAR})",
    ),
    "WR503": _error(
        "{got} 不在“{name}”的适用范围内：自 {first} 起",
        "{got} is outside the law of {name}: it begins {first}",
    ),
    "WR504": _error("日期“{got}”写法不对，应为 YYYY-MM-DD", "{got!r} is not a day (YYYY-MM-DD)"),
    "WR505": _error(
        "没有这个引擎：“{got}”，可用：{want}", "there is no engine {got!r}; there are: {want}"
    ),
    "WR506": _error("路径不存在：“{got}”", "no such path: {got!r}"),
    "WR507": _error("没有找到政策文件：“{got}”", "no policy files found in {got!r}"),
    "WR509": _error(
        "月份次序不对：{first} 晚于 {then}", "months out of order: {first} is after {then}"
    ),
    "WR510": _error("月份太多，最多 {limit} 个", "too many months: at most {limit}"),
    "WR511": _error("不能与“{got}”比较：{why}", "nothing can be compared with {got!r}: {why}"),
    "WR512": _notice(
        "案例“{got}”写了原来的规定还没有的事项（{facts}）：按原规定计算时不看它们",
        "the case {got!r} states what the old law does not know ({facts}): it is decided by that "
        "law without it",
    ),
    "WR513": _notice(
        "案例“{got}”按原来的规定读不出来（{why}）：没有比较",
        "the case {got!r} cannot be read by the old law ({why}): it is not compared",
    ),
    "WR514": _error(
        "{got} 是要读的文件，不能写到它上面", "{got} is a file that is read: write to another"
    ),
    "WR515": _error(
        "“{got}”不是月数，应为 0 至 {limit} 的整数",
        "{got!r} is no number of months: write a whole number from 0 to {limit}",
    ),
    "WR516": _error(
        "没有这种语言：“{got}”，可用：{want}", "there is no language {got!r}; there are: {want}"
    ),
    "WR517": _error(
        "没有这种结构：“{got}”，可用：{want}", "there is no schema {got!r}; there are: {want}"
    ),
    "WR527": _notice(
        "用的政策是 {used}（{by}），不是这里的 {here}。要用这里的：加 --policies {here}，"
        '或在文件 welfare-rules.toml 里写一行 policies = "{here}"',
        "the policies in use are {used} ({by}), not {here} in this folder. To use those: add "
        '--policies {here}, or write policies = "{here}" in a file welfare-rules.toml',
    ),
    "WR528": _error(
        "{got} 已经有了，不会覆盖：请换一个文件名",
        "{got} is there already and is not written over: name another file",
    ),
    "WR508": _error("{text}", "{text}"),
    "WR550": _notice(
        "上一次没有写完就中断了，留下的 {got} 已删去",
        "what a run that was ended had left behind is removed: {got}",
    ),
    "WR551": _error("这里没有案例：“{got}”", "there are no cases in {got!r}"),
    "WR552": _error(
        "这里没有可以改动试验的政策：“{got}”", "there is nothing of a law to change in {got!r}"
    ),
    "WR530": _error(
        "没有安装求解器：请运行 pip install 'welfare-rules[prove]'",
        "no solver is installed: run pip install 'welfare-rules[prove]'",
    ),
    "WR531": _error("这个月没有承诺“{got}”", "there is no promise {got!r} in this month"),
    "WR532": _error(
        "{name}按人发给，请写明是谁：{want}",
        "{name} is paid to each person: say to whom, one of {want}",
    ),
    "WR533": _error(
        "{got} 不能确定或不列出，不能用来判断",
        "{got} cannot be said or is hidden: nothing follows from it",
    ),
    "WR534": _error(
        "不会写这种文件：{got}，可写：{want}",
        "{got} is no kind of file that is written; there are: {want}",
    ),
    "WR520": _error(
        "{got} 不是这个家庭的事实；家庭的事实写 area，成员的写 members[p1].wage",
        "{got} is no fact of this household; write area, or members[p1].wage for a member's",
    ),
    "WR521": _error(
        "{got} 不是金额或整数，不能逐值变化", "{got} is no amount or whole number to run through"
    ),
    "WR522": _error(
        "应为 {low} 至 {high} 之间的数，写的是 {got}",
        "expected a number from {low} to {high}, got {got}",
    ),
    "WR523": _error(
        "范围从 {first} 到 {last} 不能用：起点不得大于终点，也不得超过十亿个值",
        "no range from {first} to {last}: it begins before it ends, and has at most 10^9 values",
    ),
    "WR524": _error("曲线画不出来：{why}", "the curve cannot be drawn: {why}"),
    "WR525": _error(
        "没有这样的待遇或对象：{got}；有：{want}",
        "no such benefit or payee: {got}; there are: {want}",
    ),
    "WR526": _error(
        "{name}现在就符合；要问怎样才能更多，请写明至少多少元",
        "{name}: eligible already; to ask for more, say at least how many yuan",
    ),
    "WR540": _error("请求里没有“{got}”这一项", "a request has no key {got!r}"),
    "WR541": _error(
        "没有这种请求：“{got}”，可用：{want}", "there is no request {got!r}; there are: {want}"
    ),
    "WR542": _error("{limit} 秒内没有算完", "it was not done within {limit} seconds"),
    "WR543": _error("口令{why}", "the token {why}"),
    "WR544": _error(
        "请求写的主机是“{got}”，这里只接受：{want}",
        "the request names the host {got!r}; only these are served: {want}",
    ),
    "WR545": _error(
        "没有安装这个命令要用的程序库：请运行 pip install 'welfare-rules[{extra}]'",
        "what this command needs is not installed: run pip install 'welfare-rules[{extra}]'",
    ),
    "WR546": _error(
        "同时计算的请求已有 {limit} 个，请稍后再试",
        "{limit} requests are being worked on: try again later",
    ),
    "WR547": _error("这里用 {want}，不用 {got}", "{got} is not served here; use {want}"),
    "WR548": _error(
        "口令文件“{got}”不能用：{why}", "the file of tokens {got!r} cannot be used: {why}"
    ),
    "WR549": _error(
        "地址“{got}”别的机器也连得到：请用 --token-file 给出口令，或者用 127.0.0.1",
        "other machines reach the address {got!r}: give tokens with --token-file, or use 127.0.0.1",
    ),
}
SENTENCES = Catalogue(
    {code: entry.words for code, entry in CATALOGUE.items()}
    | {"nearest": Words("；是否指“{name}”？", "; did you mean {name!r}?")}
)
"""The sentences of all codes, and the hint that may stand behind one."""
