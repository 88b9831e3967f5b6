"""What a receipt says that it proves and does not, in plain Chinese, with the articles it rests on.

The sentences are part of the format: a receipt that says anything else was tampered with. New wording is a new
format. The articles are quoted word for word from ``docs/law`` (compared by a test).
"""

from dataclasses import dataclass

FILE_KEPT = (
    "记录里写明的时间，系统收到并核验过一个文件，它的指纹（SHA-256）和大小就是这张凭证上写的。"
    "您手里的文件指纹相同，就是同一个文件，一个字节也没有变。"
)
LEDGER = "这条记录已经写进存证账本，由账本的签名固定下来。以后谁改动、删掉或者调换账本里的记录，都能查出来。"
STAMPED = "时间戳机构证明：最晚到时间戳上的时间，账本里已经有这条记录。"
WITNESSED = "见证机构检查过账本没有改写以前的内容，并且另外签了名。"

NOT_TRUTH = "不能证明文件里写的、拍的、说的是真的，也不能证明文件是谁做的、什么时候做的。"
NOT_BEFORE = (
    "不能证明文件在上传以前没有改过。对方提出上传以前就不真实，并有证据或者理由的，法院会审查，"
    "可以要求您说明文件从哪里来、怎样形成、怎样保存（《人民法院在线诉讼规则》第十八条）。请保留原来的手机和文件。"
)
NOT_BINDING = (
    "不能代替法院的判断。用区块链技术存储并核验一致的电子数据，法院可以认定存入以后没有被篡改，有相反证据的除外"
    "（第十六条）；对方有理由提出异议的，法院还要看存证平台和存证过程（第十七条）。"
    "这个账本用的是防篡改的哈希树和电子签名，不是多方记账的区块链；能不能适用这些规定，由法院决定。"
)
NOT_NAME = "文件名和文件类型只是称呼，没有写进账本。改了文件名，核对结果不变。"
NOT_STAMPED = "没有时间戳机构作证，时间只是系统自己的记录。"


@dataclass(frozen=True, slots=True)
class Article:
    """An article quoted whole: law with its date as in ``docs/law``, number, and paragraphs."""

    law: str
    number: str
    text: str


ARTICLES = (
    Article(
        "人民法院在线诉讼规则",
        "第十六条",
        "当事人作为证据提交的电子数据系通过区块链技术存储，并经技术核验一致的，人民法院可以认定该电子数据上链后未经篡改，"
        "但有相反证据足以推翻的除外。",
    ),
    Article(
        "人民法院在线诉讼规则",
        "第十七条",
        "当事人对区块链技术存储的电子数据上链后的真实性提出异议，并有合理理由的，人民法院应当结合下列因素作出判断：\n\n"
        "（一）存证平台是否符合国家有关部门关于提供区块链存证服务的相关规定；\n\n"
        "（二）当事人与存证平台是否存在利害关系，并利用技术手段不当干预取证、存证过程；\n\n"
        "（三）存证平台的信息系统是否符合清洁性、安全性、可靠性、可用性的国家标准或者行业标准；\n\n"
        "（四）存证技术和过程是否符合相关国家标准或者行业标准中关于系统环境、技术安全、加密方式、数据传输、信息验证等方面的要求。",
    ),
    Article(
        "人民法院在线诉讼规则",
        "第十八条",
        "当事人提出电子数据上链存储前已不具备真实性，并提供证据证明或者说明理由的，人民法院应当予以审查。\n\n"
        "人民法院根据案件情况，可以要求提交区块链技术存储电子数据的一方当事人，提供证据证明上链存储前数据的真实性，"
        "并结合上链存储前数据的具体来源、生成机制、存储过程、公证机构公证、第三方见证、关联印证数据等情况作出综合判断。"
        "当事人不能提供证据证明或者作出合理说明，该电子数据也无法与其他证据相互印证的，人民法院不予确认其真实性。",
    ),
    Article(
        "中华人民共和国电子签名法",
        "第五条",
        "符合下列条件的数据电文，视为满足法律、法规规定的原件形式要求：\n\n"
        "（一）能够有效地表现所载内容并可供随时调取查用；\n\n"
        "（二）能够可靠地保证自最终形成时起，内容保持完整、未被更改。"
        "但是，在数据电文上增加背书以及数据交换、储存和显示过程中发生的形式变化不影响数据电文的完整性。",
    ),
    Article(
        "中华人民共和国电子签名法",
        "第八条",
        "审查数据电文作为证据的真实性，应当考虑以下因素：\n\n"
        "（一）生成、储存或者传递数据电文方法的可靠性；\n\n"
        "（二）保持内容完整性方法的可靠性；\n\n"
        "（三）用以鉴别发件人方法的可靠性；\n\n"
        "（四）其他相关因素。",
    ),
)


def says(*, is_stamped: bool, is_witnessed: bool) -> tuple[str, ...]:
    """What a receipt proves, with or without an authority's timestamp and witnesses."""
    return (FILE_KEPT, LEDGER, *((STAMPED,) if is_stamped else ()), *((WITNESSED,) if is_witnessed else ()))


def does_not_say(*, is_stamped: bool) -> tuple[str, ...]:
    """What no receipt of this kind proves, or this one for want of a timestamp."""
    return (NOT_TRUTH, NOT_BEFORE, NOT_BINDING, NOT_NAME, *(() if is_stamped else (NOT_STAMPED,)))
