package check

import (
	"strings"
	"testing"

	"nianbao/model"
)

// proseKinds are the kinds of sentence that reports went wrong in, and those that were
// taken for wrong: of each, sentences about countyReport that must be found and others that
// no prose rule may speak of.
var proseKinds = []struct {
	kind          string
	finds, leaves []string
}{
	{"denied in any order of words", []string{
		"全年没有收到群众要求公开政府信息的申请。",
		"我县未收到以任何形式提出的信息公开申请。",
		"没有收到公众提交的政务信息公开申请。",
		"未收到任何单位和个人提出的申请。",
		"我县不涉及政府信息公开的行政复议。",
		"没有政府信息公开引起的行政诉讼。",
		"信息公开行政复议、行政诉讼均为0件。",
		"政府信息公开工作没有引起行政复议。",
		"因信息公开提起的行政诉讼为0件。",
	}, []string{
		"未收到要求公开会议纪要的申请。",
		"没有收到以电子邮件提交的政府信息公开申请。",
		"没有引起舆情，未收到群众投诉。",
		"信息公开行政诉讼没有败诉的案件。",
		"不涉及国家秘密的信息一律公开，申请渠道保持畅通。",
	}},
	{"after brackets with 其中", []string{
		"收到政府信息公开申请713件（其中：网上611件，信函81件，当面21件），上年度结转63件，本年度办结718件。",
		"收到政府信息公开申请713件（其中：网上611件，信函81件，当面21件），本年度办结781件。",
		"新收申请713件（其中自然人705件），答复728件，结转下年度31件。",
		"受理申请749件(其中上年结转36件)，已办结708件。",
	}, []string{
		"收到政府信息公开申请713件（其中：网上611件，信函81件，当面21件），上年度结转36件，本年度办结718件。",
		"受理申请749件(其中上年结转36件)，已办结718件。",
		"新收申请713件（其中3件当场答复），年内答复718件。",
	}},
	{"in all, behind the channels", []string{
		"线上提交611件，线下提交102件，共计731件。",
		"网上平台申请611件、邮寄申请81件、窗口申请21件，总共731件。",
		"信函提交81件，网络提交632件，合计731件。",
		"当面提出21件、书面提出692件，总计703件。",
	}, []string{
		"线上提交611件，线下提交102件，共计713件。",
		"网上平台申请611件、邮寄申请81件、窗口申请21件，总共713件。",
		"信函提交81件，网络提交632件，合计713件。",
		"平台提交诉求81件，网上咨询632件，合计713条。",
	}},
	{"answered by other words", []string{
		"全县共办理回复依申请公开788件。",
		"到12月底已回复申请728件，31件还在办理。",
		"年内作出答复708件，31件结转下年度。",
		"共办复政府信息公开申请728件。",
		"728件申请已办结。",
		"截至年底，共有781件申请得到答复。",
	}, []string{
		"截至年底，共有718件申请得到答复。",
		"覆盖申请办理人员120人次，发放办理手册300份。",
		"编印答复范例12份、典型案例8件，供办理申请时参考。",
		"修订信息公开申请答复文书模板18件。",
		"选聘答复员64名，办结疑难申请17件。",
		"会商答复重大公开申请9件。",
		"妥善办理群体性信息公开申请22件。",
		"全县共办理回复依申请公开718件。",
		"到12月底已回复申请718件，31件还在办理。",
		"年内作出答复718件，31件结转下年度。",
		"共办复政府信息公开申请718件。",
		"718件申请已办结。",
		"同意公开答复294件。",
		"通过网站办理并答复申请18件、纸质申请700件，顺延至下一年答复31件。",
		"通过邮寄答复申请300件、网上答复418件。",
	}},
	{"carried over by other words", []string{
		"收到申请713件，34件尚未办结。",
		"年末尚有13件申请处于办理期限内。",
		"有13件申请因征求第三方意见，结转至下一年度办理。",
		"另有13件仍在办理期限内，顺延至2026年答复申请人。",
		"申请转下年度办理13件。",
		"718件已答复，13件申请尚在法定办理期限内。",
		"2024年度转入63件，新收713件。",
		"加上上年没有办结的63件，应办749件。",
	}, []string{
		"收到申请713件，31件尚未办结。",
		"有31件申请因征求第三方意见，结转至下一年度办理。",
		"另有31件仍在办理期限内，顺延至2026年答复申请人。",
		"2024年度转入36件，新收713件。",
		"加上上年没有办结的36件，应办749件。",
		"收到申请713件，结转下年度31件。",
		"3件复议案件尚未办结，顺延至下年。",
	}},
	{"counted in 宗", []string{
		"共收到731宗政府信息公开申请，上年结转为36宗。",
		"共收到713宗政府信息公开申请，上年结转为0宗。",
		"新收713宗，结转下年度0宗。",
		"信息公开行政复议0宗。",
	}, []string{
		"共收到713宗政府信息公开申请，上年结转为36宗。",
		"新收713宗，结转下年度31宗。",
		"信息公开行政复议61宗。",
	}},
	{"decisions and fees", []string{
		"全年作出行政许可决定571645件。",
		"行政处罚69.3万件、行政强制2154件。",
		"收取行政事业性收费4608.208万元。",
		"行政事业性收费为40682.08千元，行政强制2145件。",
		"行政事业性收费40.68亿元。",
	}, []string{
		"全年作出行政许可决定517645件。",
		"行政处罚69.4万件、行政强制2154件。",
		"收取行政事业性收费4068.208万元。",
		"行政事业性收费为40682.08千元。",
		"行政事业性收费0.407亿元。",
		"公开行政处罚典型案例12件、行政强制案例3件。",
		"评选行政许可优秀样本8件。",
	}},
	{"growth from a printed base", []string{
		"公开信息由2800条增至3119条，增长13.4%。",
		"公开政府信息3119件，比上年的2800件增长14.1%。",
		"解读材料300件，较2024年的240件上升20%。",
		"受理热线由500件降至450件，下降11.1%。",
	}, []string{
		"公开政府信息3119件，比上年的2800件增长11.4%。",
		"解读材料300件，较2024年的240件上升25%。",
		"受理热线由500件降至450件，下降10%。",
	}},
	{"normative documents", []string{
		"全年新制定行政规范性文件9件。",
		"截至年底，现行有效的行政规范性文件23件。",
		"公布行政规范性文件6件，废止4件。",
		"我县没有制定规范性文件。",
	}, []string{
		"全年新制定行政规范性文件6件。",
		"截至年底，现行有效的行政规范性文件32件。",
		"公布行政规范性文件6件，废止1件。",
		"清理规范性文件33件，其中继续有效30件。",
		"开展规范性文件清理，拟废止5件、拟修改8件。",
		"对规范性文件作了评估，建议废止3件。",
	}},
	{"parts and their sum", []string{
		"发布信息900条，其中网站500条、微信350条、公开栏60条。",
		"组织培训5次，分别为县级2次、镇级4次。",
		"公开信息240条，其中动态信息140条、公告101条，访谈4场。",
	}, []string{
		"发布信息900条，其中网站500条、微信340条、公开栏60条。",
		"公开信息240条，其中动态信息140条、公告100条，组织访谈4场，征求意见2次，发布解读2条。",
		"公开信息240条，其中动态40条、公告20条。",
	}},
	{"all done, nothing carried over", []string{
		"收到的申请全部办结，没有结转。",
		"申请均已办结，无结转下年度的申请。",
		"所有政府信息公开申请全部按期答复，无一件跨年。",
		"年内申请全部办结，无转入下年度办理件。",
		"上年结转和本年新收的申请均已办结。",
	}, []string{
		"除31件转入下年度外，申请全部办结。",
		"人大建议全部办结，没有结转。",
		"31件结转下年度，其余申请均已按期答复。",
		"上年度未办结的36件已于一季度全部办结。",
		"上年结转的申请均已办结。",
		"去年转来的申请全部按期答复。",
	}},
	{"new and carried over together", []string{
		"本年新收申请和上年结转申请合计794件。",
		"新收与上年结转共计739件。",
		"上年结转和本年新收申请总计759件。",
	}, []string{
		"本年新收申请和上年结转申请合计749件。",
		"新收与上年结转共计749件。",
		"上年结转和本年新收申请总计749件。",
	}},
	{"mottoes", nil, []string{
		"按照“办结一件申请、解决一类问题”的思路推进。",
		"力争办结一件、满意一件，让申请人少跑腿。",
		"做到答复一件申请、规范一类文书。",
		"坚持收到一件登记一件，绝不积压申请。",
	}},
	{"never corrected", nil, []string{
		"信息公开行政复议没有被纠错的案件。",
		"政府信息公开答复未被复议机关纠错。",
		"全年未被行政复议机关纠正答复。",
		"答复文书未被纠正，未发生诉讼败诉。",
	}},
	{"refused for such reasons", []string{
		"属信访举报投诉类不予处理13件。",
	}, []string{
		"属信访、重复申请等不予处理19件。",
		"因信访举报、公开出版物等情形不予处理10件。",
		"对属于信访、投诉等申请不予处理12件。",
		"其中属重复申请等原因不予处理7件。",
	}},
	{"others' figures", nil, []string{
		"各县区分别受理申请120件、98件、76件。",
		"指导各镇受理信息公开申请47件、答复45件。",
		"督促县直部门答复公开申请320件。",
		"会同市局办理政府信息公开申请6件。",
		"办理申请最多的单位是县自然资源局，全年办理申请102件。",
	}},
	{"documents by how open they are", nil, []string{
		"全县发文1200份，主动公开800件，依申请公开150件，不予公开250件。",
		"制发公文标注属性，不予公开66件。",
		"经文件源头认定，主动公开90件、不予公开12件。",
		"拟制公文的保密审查中，不予公开30件、部分公开2件。",
	}},
	{"all reconsiderations, those about information among them", []string{
		"各类行政复议案件300件，其中政府信息公开61件，信息公开行政诉讼16件。",
	}, []string{
		"全县各类行政复议300件，其中信息公开类61件。",
		"各类复议案件收案300件，其中政府信息公开61件，治安管理类88件。",
		"各类行政诉讼97件，其中信息公开13件，行政处罚类40件。",
	}},
	{"cases that answers of another year led to", []string{
		"由2024年度的申请引发行政复议16件。",
		"因2023年的答复引起行政诉讼31件。",
		"不服答复，申请人提起行政复议16件。",
		"对2024年的答复引起的行政诉讼31件均已应诉。",
	}, []string{
		"由2024年度的申请引发行政复议61件。",
		"因2023年的答复引起行政诉讼13件。",
		"2024年行政复议52件。",
	}},
	{"a share of what only the table has", []string{
		"自然人申请705件，占新收总量的89.9%。",
		"申请中，法人或其他组织申请8件，占2.1%。",
		"申请办理结果中，部分公开101件，占总量的41.1%。",
	}, []string{
		"自然人申请705件，占新收总量的98.9%。",
		"申请中，法人或其他组织申请8件，占1.1%。",
		"申请办理结果中，部分公开101件，占总量的14.1%。",
	}},
}

func TestProseKinds(t *testing.T) {
	for _, k := range proseKinds {
		if len(k.finds)+len(k.leaves) < 4 || len(k.leaves) < 3 {
			t.Errorf("%s: too few specimens", k.kind)
		}
		for _, s := range k.finds {
			if found := ofOverview(s); len(found) == 0 {
				t.Errorf("%s: nothing is found in %s", k.kind, s)
			}
		}
		for _, s := range k.leaves {
			if found := ofOverview(s); len(found) > 0 {
				t.Errorf("%s: false alarm in %s: %v", k.kind, s, found)
			}
		}
	}
}

// ofOverview is what the prose rules find in a sentence of countyReport.
func ofOverview(sentence string) []string {
	r := countyReport()
	r.Text["1"] = "（二）依申请公开。" + sentence
	return proseFindings(r)
}

// TestOthersFiguresByLevel: what a bureau tells of counties and branches isn't in its
// table; a government's table adds them up.
func TestOthersFiguresByLevel(t *testing.T) {
	for _, s := range []string{
		"县直部门和12个镇全年共受理申请731件。",
		"各镇、各街道受理申请731件。",
		"18个镇办理公开申请781件。",
	} {
		r := countyReport()
		r.Text["1"] = "（二）依申请公开。" + s
		if found := proseFindings(r); len(found) == 0 {
			t.Errorf("a county: nothing is found in %s", s)
		}
		r.Level, r.Unit = model.CountyDepartment, "沭阳县水务局"
		if found := proseFindings(r); len(found) > 0 {
			t.Errorf("a bureau: false alarm in %s: %v", s, found)
		}
	}
}

// TestDenialsOfZero: what denies is true of a report that has none.
func TestDenialsOfZero(t *testing.T) {
	for _, s := range proseKinds[0].finds {
		r := zeroReport()
		r.Text["1"] = "（二）依申请公开。" + strings.ReplaceAll(s, "我县", "我镇")
		if found := proseFindings(r); len(found) > 0 {
			t.Errorf("false alarm in %s: %v", s, found)
		}
	}
}

// TestProseOfOtherSections: what is left over is told in section five, what was charged
// in section six.
func TestProseOfOtherSections(t *testing.T) {
	const five = "主要问题是疑难申请增多。"
	for _, c := range []struct {
		section, text, rule string
	}{
		{"5", five + "截至年底仍有13件未办结，结转下一年度。", "P-FWD"},
		{"5", five + "年末还有41件申请没有办完，顺延至下年度继续办理。", "P-FWD"},
		{"5", five + "因征求意见时间长，有13件申请转入下年。", "P-FWD"},
		{"6", "收取信息处理费1,260元，其中按件收取3件920元，按量收取1件430元。", "P-SUM"},
		{"6", "对9件申请收取信息处理费2,860元，其中按件6件1,700元，按量3件1,060元。", "P-SUM"},
		{"6", "共向4名申请人收取信息处理费500元，其中县民政局300元，县住建局210元。", "P-SUM"},
		{"5", five + "截至年底仍有31件未办结，结转下一年度。", ""},
		{"5", five + "上年有5件申请未办结，已结转下一年度办完。", ""},
		{"5", five + "12件整改事项没有办完，结转下年度整改。", ""},
		{"5", five + "3件复议案件尚未办结，顺延至下年度。", ""},
		{"6", "收取信息处理费1,260元，其中按件收取3件920元，按量收取1件340元。", ""},
		{"6", "对9件申请收取信息处理费2,760元，其中按件6件1,700元，按量3件1,060元。", ""},
		{"6", "收取信息处理费共计510元，其中县自然资源局3件、380元，县民政局1件、130元。", ""},
		{"6", "收取信息处理费2,860元，其中向6名申请人收取1,700元。", ""},
	} {
		r := countyReport()
		r.Text[c.section] = c.text
		found := proseFindings(r)
		if missed := c.rule != "" && len(find(Report(r, nil), c.rule)) == 0; missed || c.rule == "" && len(found) > 0 {
			t.Errorf("%s: %v, want %q", c.text, found, c.rule)
		}
	}
}

// TestAspectsByName: what a government doesn't tell of how it was judged is told by name,
// each for itself.
func TestAspectsByName(t *testing.T) {
	for told, missing := range map[string]string{
		"列入年度考核。":             "「社会评议结果」、「责任追究结果」",
		"开展了社会评议。":            "「工作考核结果」、「责任追究结果」",
		"没有发生责任追究。":           "「工作考核结果」、「社会评议结果」",
		"年度考核优秀，没有问责。":        "「社会评议结果」",
		"考核、评议结果良好。":          "「责任追究结果」",
		"考核、评议结果良好，没有被追究责任的。": "",
	} {
		r := countyReport()
		r.Text["1"] = fiveAspects + told
		f := find(Report(r, nil), "W-ASPECT")
		if missing == "" && len(f) > 0 || missing != "" && (len(f) != 1 || !strings.HasSuffix(f[0].Message, "没有写到"+missing)) {
			t.Errorf("%s: %v, want %s", told, f, missing)
		}
	}
}
