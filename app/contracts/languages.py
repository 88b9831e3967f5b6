"""Languages and dialects a recipient may need and a lawyer may speak; Mandarin is everyone's and is not listed.

No official list of codes was found; names follow ISO 639-3 where it has one. Sign language is a language like
the others (无障碍环境建设法).
"""

from enum import StrEnum

from app.kernel.dictionaries import labels


class Language(StrEnum):
    """A language other than Mandarin."""

    SIGN = "sign"
    UYGHUR = "uyghur"
    TIBETAN = "tibetan"
    MONGOLIAN = "mongolian"
    KAZAKH = "kazakh"
    KIRGHIZ = "kirghiz"
    KOREAN = "korean"
    ZHUANG = "zhuang"
    YI = "yi"
    MIAO = "miao"
    DONG = "dong"
    BOUYEI = "bouyei"
    DAI = "dai"
    HANI = "hani"
    LISU = "lisu"
    WA = "wa"
    LAHU = "lahu"
    JINGPO = "jingpo"
    SHE = "she"
    WU = "wu"
    CANTONESE = "cantonese"
    MIN = "min"
    HAKKA = "hakka"
    XIANG = "xiang"
    GAN = "gan"
    SOUTHWESTERN = "southwestern"
    ENGLISH = "english"
    RUSSIAN = "russian"
    JAPANESE = "japanese"
    FRENCH = "french"
    ARABIC = "arabic"
    VIETNAMESE = "vietnamese"


labels(
    Language,
    {
        Language.SIGN: "手语",
        Language.UYGHUR: "维吾尔语",
        Language.TIBETAN: "藏语",
        Language.MONGOLIAN: "蒙古语",
        Language.KAZAKH: "哈萨克语",
        Language.KIRGHIZ: "柯尔克孜语",
        Language.KOREAN: "朝鲜语",
        Language.ZHUANG: "壮语",
        Language.YI: "彝语",
        Language.MIAO: "苗语",
        Language.DONG: "侗语",
        Language.BOUYEI: "布依语",
        Language.DAI: "傣语",
        Language.HANI: "哈尼语",
        Language.LISU: "傈僳语",
        Language.WA: "佤语",
        Language.LAHU: "拉祜语",
        Language.JINGPO: "景颇语",
        Language.SHE: "畲语",
        Language.WU: "吴语（江浙话）",
        Language.CANTONESE: "粤语（广东话）",
        Language.MIN: "闽语（福建话、潮汕话）",
        Language.HAKKA: "客家话",
        Language.XIANG: "湘语（湖南话）",
        Language.GAN: "赣语（江西话）",
        Language.SOUTHWESTERN: "西南官话（四川话、云贵话）",
        Language.ENGLISH: "英语",
        Language.RUSSIAN: "俄语",
        Language.JAPANESE: "日语",
        Language.FRENCH: "法语",
        Language.ARABIC: "阿拉伯语",
        Language.VIETNAMESE: "越南语",
    },
)
