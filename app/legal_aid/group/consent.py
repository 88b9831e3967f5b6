"""What a member agrees to, word for word, and which version of it (个人信息保护法 14, 17; 民事诉讼法 13, 56).

A change of the text is a new version; whoever agreed before agreed to the version of then. Pure.
"""

CONSENT_VERSION = 1

CONSENT_TEXT = (
    "一、我自愿和名单上的其他人一起申请法律援助，由代表人办理申请手续。\n"
    "二、代表人在案件里做的事对我有效；但是变更、放弃我的请求，承认对方的请求，或者和对方和解，必须先经我同意"
    "（《中华人民共和国民事诉讼法》第五十六条）。\n"
    "三、我的姓名和被拖欠工资的金额，代表人能看到；我的证件号码、银行账号和我自己上传的材料，只有我、受理机构"
    "和承办律师能看到，其他成员看不到。\n"
    "四、我可以随时退出，退出不影响别人；退出以后，我的金额不再计入合计（《中华人民共和国民事诉讼法》第十三条第二款）。"
)
