"""What the invented people of the benches type: a whole form, every message of which is answered once."""

NOTICE, TODAY = "jiujiang-2022", "2022-06-20"

OPENING = (f"/fill {NOTICE}", "同意", "同意")
"""The cards of consent; after them the first field is asked."""

ANSWERS = (
    "新就业形态劳动者",
    "张示例",
    "男",
    "1985年3月",
    "汉族",
    "快递员",
    "大专",
    "2006年9月",
    "群众",
    "示例快递有限公司",
    "0792-8222232",
    "示例市示例区示例路8号",
    "332000",
    "李示范",
    "跳过",
    "13800138000",
    "2021年 示例县总工会 优秀快递员",
    "2021年5月 示例日报《风雨送件人》",
    "他每天送件二百多单，五年没有一次投诉。",
)
