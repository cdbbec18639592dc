package model

// attributive are the nouns and verbs by which words right behind a year speak of a
// thing of that year, not of what was done in it: 2024年部门决算, 2024年度考核结果.
var attributive = []string{"决算", "预算", "部门", "报告", "年报", "版", "以来", "以前", "之前", "以后", "之后", "起", "前", "印发", "制定", "出台", "修订", "颁布", "发布的", "施行", "存在", "提出", "指出", "查找", "反映", "发现", "遗留", "结转",
	"转来", "转入", "顺延", "未办结", "考核", "评估", "评议", "测评", "检查", "通报", "计划", "要点", "规划", "方案", "目标", "同期", "相比", "相较", "同比", "基础上", "水平", "总量", "问题", "历史", "档案", "形成", "底", "末"}

// acting are the words by which a clause tells what was done: what stands behind them
// belongs to the deed.
var acting = []string{"我", "本", "全县", "全市", "全区", "全镇", "全乡", "全省", "全街道", "共", "累计", "通过", "组织", "开展", "收到", "受理", "主动", "公开信息", "公开政府信息", "加强", "坚持", "持续", "严格", "认真", "积极", "推进", "强化", "纳入"}

// yearReadings are how texts name another year than the report's, the first that fits;
// see [KindYear].
var yearReadings = []Mention{
	{Also: []string{"现将", "现就", "现把"}, Behind: []string{"报告", "年报", "总结", "公布", "公开"}},
	{Before: upToYear, Behind: []string{"年底", "年末", "底", "末", "12月31日", "十二月三十一日"}, Without: []string{"结转", "转来", "遗留", "现行有效", "存在", "整改"}},

	{Free: true, Behind: []string{"1月1日", "01月01日"}, Exact: true}, // the period has a rule of its own
	{Free: true, Behind: []string{"1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月", "初", "上半年", "下半年"}, Exact: true, With: []string{"印发", "出台", "施行", "实施", "修订", "成立", "组建", "挂牌", "机构改革", "换届", "发布的"}},
	{Free: true, Behind: []string{"的", "为", "是", "至", "-", "－", "—", "～", "~", "、", "和", "及", "与", "第", "）", ")", "》", "”"}, Exact: true},
	{Free: true, Behind: attributive, Never: acting},
	{Free: true, Behind: []string{"考核中", "评估中", "评议中", "测评中", "检查中", "考核结果", "评估结果", "测评结果", "考核获", "考核优秀", "考核得分", "考核排名"}, Never: []string{"我", "本", "纳入", "组织", "开展"}},
	{Free: true, With: []string{"评为", "获评", "荣获", "表彰", "授予", "整改完", "整改到位", "已整改", "完成整改", "逐项整改", "已解决", "得到解决", "基本解决", "有效解决", "已经解决", "已改进", "上年报告", "上年度报告", "上一年度报告", "去年报告", "其中，2", "其中,2"}},
	{Free: true, With: []string{"问题", "不足"}, Without: []string{"虽然", "取得", "仍", "还存在", "依然", "主要问题", "以下", "如下", "收到", "受理"}},

	{Before: []string{"，", "；", "：", "。", "一是", "二是", "三是", "四是", "五是", "六是", "在", "我县", "我市", "我区", "我省", "我镇", "我乡", "我局", "我委", "我办", "我街道", "我单位", "我中心", "本县", "本市", "本区", "本镇", "本乡", "本局", "本委", "本办", "本街道", "本单位",
		"本机关", "本部门", "全县", "全市", "全区", "全省", "全镇", "全乡", "全街道", "全局"}},
	{Before: upToYear},
}

// upToYear are the words by which a count goes up to a day.
var upToYear = []string{"截至", "截止", "截止到", "截至到", "截止至"}

// plans are the words by which a sentence promises.
var plans = []string{"将继续", "将进一步", "将着力", "将着重", "将重点", "将围绕", "将不断", "将认真", "将持续", "将加大", "将加强", "将从", "将以", "将坚持", "将按照", "将严格", "将深入", "将做好", "将切实", "将努力", "我们将", "我们要", "下一步", "计划", "拟", "打算", "力争"}
