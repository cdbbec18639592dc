package ledger

import (
	"slices"
	"strings"
	"sync"

	"nianbao/model"
)

// Field is what a column of a ledger has.
type Field string

// The fields.
const (
	FieldNumber          Field = "number"
	FieldReceived        Field = "received"
	FieldName            Field = "name"
	FieldApplicant       Field = "applicant"
	FieldIdentity        Field = "identity" // never read
	FieldContact         Field = "contact"  // never read
	FieldContent         Field = "content"  // never read
	FieldManner          Field = "manner"
	FieldAmendment       Field = "amendment"
	FieldAmended         Field = "amended"
	FieldNotice          Field = "notice"
	FieldExtension       Field = "extension"
	FieldExtended        Field = "extended"
	FieldInquiry         Field = "inquiry"
	FieldInquirySent     Field = "inquiry-sent"
	FieldInquired        Field = "inquired"
	FieldAnswered        Field = "answered"
	FieldOutcome         Field = "outcome"
	FieldBasis           Field = "basis"
	FieldDocument        Field = "document"
	FieldDelivery        Field = "delivery"
	FieldReconsideration Field = "reconsideration"
	FieldReconsidered    Field = "reconsidered"
	FieldSuit            Field = "suit"
	FieldSued            Field = "sued"
	FieldRemark          Field = "remark"
	FieldOrder           Field = "order" // 序号
)

// heads are the words that head the columns of ledgers, as read in real ones and in systems'
// pages; package blank ledgers use the first of each.
var heads = []struct {
	field Field
	words string
}{
	{FieldOrder, "序号 编次 项次 NO No."},
	{FieldNumber, "登记号 流水号 收件号 受理号 登记编号 申请编号 申请登记号 受理编号 收文编号 收文号 申请号 申请单号 件号 编号 依申请公开编号"},
	{FieldReceived, "收到日期 申请日期 受理日期 收件日期 登记日期 收到时间 申请时间 受理时间 收件时间 登记时间 收到申请日期 收到申请时间 接收日期 接件日期 来件日期 收文日期 来文日期"},
	{FieldName, "申请人 申请人姓名 申请人名称 申请人（单位） 申请人姓名或名称 申请人姓名/名称 申请单位 姓名 姓名或单位名称"},
	{FieldApplicant, "申请人类型 申请人类别 申请人性质 申请主体 申请主体类型 申请人身份 申请人分类 主体类型 申请人种类"},
	{FieldIdentity, "证件号 证件号码 身份证号 身份证号码 证件 证件类型 证件名称 统一社会信用代码 组织机构代码 有效证件号码"},
	{FieldContact, "联系方式 联系电话 电话 手机 手机号 手机号码 通讯地址 联系地址 地址 邮箱 电子邮箱 邮政编码 邮编 联系人 经办人 承办人 承办科室 承办单位 办理人 责任科室 承办部门"},
	{FieldContent, "申请内容 所需信息 申请事项 申请公开内容 申请公开事项 申请信息内容 所需政府信息 内容描述 信息内容 申请公开的内容 申请公开信息 申请信息 信息名称 答复内容 答复概要"},
	{FieldManner, "申请方式 申请渠道 受理方式 收件方式 提交方式 申请途径 来件方式 收到方式"},
	{FieldAmendment, "是否补正 补正 补正情况"},
	{FieldAmended, "补正日期 补正时间 收到补正日期 收到补正时间 补正收到日期 补正完成日期 补正回复日期"},
	{FieldNotice, "补正通知日期 补正告知日期 告知补正日期 通知补正日期 补正通知时间 补正告知时间"},
	{FieldExtension, "是否延期 延期 延期情况 是否延长"},
	{FieldExtended, "延期至 延期到 延期日期 延期答复日期 延长至 延期后期限 延期截止日期"},
	{FieldInquiry, "征询第三方 是否征询第三方 征求第三方意见 是否征求第三方意见 征求意见 是否征求意见 征求第三方和其他机关意见"},
	{FieldInquirySent, "征询日期 征求意见日期 征求意见发出日期 征询发出日期 发函日期 征求意见函日期"},
	{FieldInquired, "征询回复日期 意见回复日期 收到意见日期 征求意见回复日期 第三方回复日期 回函日期"},
	{FieldAnswered, "答复日期 办结日期 答复时间 办结时间 答复书日期 作出答复日期 回复日期 回复时间 办理完成日期 办理完毕日期"},
	{FieldOutcome, "答复类型 答复结果 办理结果 处理方式 处理结果 答复方式 答复情况 办理情况 答复类别 公开结果 答复意见 公开情况"},
	{FieldBasis, "答复依据 依据条款 适用条款 法律依据 依据 引用条款 条例条款"},
	{FieldDocument, "答复文号 答复书文号 文号 答复书编号 告知书编号 告知书文号 答复函号 发文字号"},
	{FieldDelivery, "送达方式 送达日期 送达时间 送达情况 寄送方式 答复形式 获取方式 载体形式 邮寄单号 快递单号"},
	{FieldReconsideration, "是否复议 复议结果 行政复议 是否行政复议 复议情况 行政复议结果 复议"},
	{FieldReconsidered, "复议日期 复议时间 复议决定日期 复议结案日期 复议审结日期 行政复议日期"},
	{FieldSuit, "是否诉讼 诉讼结果 行政诉讼 是否行政诉讼 诉讼情况 行政诉讼结果 诉讼"},
	{FieldSued, "诉讼日期 诉讼时间 判决日期 裁判日期 诉讼结案日期 诉讼审结日期 行政诉讼日期"},
	{FieldRemark, "备注 说明 情况说明 附注 其他"},
}

// weak are words that head a column only where nothing says better which one it is.
var weak = map[string]Field{"类别": FieldApplicant, "类型": FieldApplicant, "性质": FieldApplicant, "身份": FieldApplicant, "日期": FieldReceived, "时间": FieldReceived, "结果": FieldOutcome}

var fieldOf = sync.OnceValue(func() map[string]Field {
	out := map[string]Field{}
	for _, h := range heads {
		for word := range strings.FieldsSeq(h.words) {
			out[model.FoldLabel(word)] = h.field
		}
	}
	return out
})

// HeadOf is the field of which a column's head speaks, "" for none that is known. What stands
// in brackets behind it (年月日, 必填) is looked at only where the whole is not known.
func HeadOf(text string) Field {
	if f := fieldOf()[model.FoldLabel(text)]; f != "" {
		return f
	}
	if i := strings.IndexAny(text, "（(["); i > 0 {
		return fieldOf()[model.FoldLabel(text[:i])]
	}
	return ""
}

// HeadsOf are the fields of a row of heads, "" where none is known; one field has several columns only
// where their heads are of several words for it.
func HeadsOf(row []string) []Field {
	fields := make([]Field, len(row))
	for i, text := range row {
		fields[i] = HeadOf(text)
	}
	for i, text := range row {
		if f := weak[model.FoldLabel(text)]; fields[i] == "" && f != "" && !slices.Contains(fields, f) {
			fields[i] = f
		}
	}
	return fields
}

// Read reports whether anything is made of what stands in a field's column.
func (f Field) Read() bool {
	return !slices.Contains([]Field{FieldOrder, FieldIdentity, FieldContact, FieldContent, FieldManner, FieldDelivery}, f)
}

// Head is the first of the words that head a field's column: the one to write.
func (f Field) Head() string {
	for _, h := range heads {
		if h.field == f {
			word, _, _ := strings.Cut(h.words, " ")
			return word
		}
	}
	return string(f)
}

// IsLedger reports whether heads of columns are those of a ledger: four known ones that reports do
// not have, among them when an application came or was answered.
func IsLedger(row []string) bool {
	const enough = 4
	found := map[Field]bool{}
	for _, f := range HeadsOf(row) {
		if telling := f != "" && f != FieldOrder && f != FieldRemark; telling {
			found[f] = true
		}
	}
	return len(found) >= enough && (found[FieldReceived] || found[FieldAnswered])
}
