package ledger

import (
	"fmt"
	"strings"
)

// The terms of the regulation (条例第三十条、第三十三条), in working days.
const (
	answerWithin = 20
	extendedBy   = 20
	noticeWithin = 7
)

// Term is when an application has to be answered.
type Term struct {
	Due      Day    // "" where that can't be told
	DaysLeft int    // working days; less than 0 for one that is overdue
	Why      string // why it can't be told, or what is odd, "" for nothing
}

// Due tells when an application has to be answered, as it stands on a day: 20 working days from its
// receipt, 20 more where it was extended, anew from when it was amended, without the time that asking
// third parties and other organs took.
func (c *Calendar) Due(r *Row, on Day) Term {
	unknown := func(why string) Term { return Term{Why: why} }
	start, amended := r.Received, r.Amendment.Day
	remark := ""
	switch {
	case r.Received == "":
		return unknown("没有收到日期")
	case amended != "" && amended < r.Received:
		return unknown("补正日期早于收到日期")
	case amended != "":
		start = amended
	case r.Notice != "":
		return unknown("等申请人补正，补正以后重新算")
	case happened(r.Amendment.Word):
		return unknown("补正了，没有补正日期")
	}
	if r.Notice != "" && c.Between(r.Received, r.Notice) > noticeWithin {
		remark = fmt.Sprintf("补正通知过了 %d 个工作日才发", noticeWithin)
	}
	days := answerWithin
	extended := happened(r.Extension.Word) || r.Extension.Day != ""
	if extended {
		days += extendedBy
	}
	asked, why := c.asking(r, on)
	if why != "" {
		return unknown(why)
	}
	due := c.Add(start, days+asked)
	if to := r.Extension.Day; to != "" && to != due {
		if to > due {
			remark = strings.TrimPrefix(remark+"；延期到 "+string(to)+"，超过了 "+string(due), "；")
		} else {
			due = to
		}
	}
	return Term{Due: due, DaysLeft: c.Between(on, due), Why: remark}
}

// asking is how many working days third parties and other organs were asked.
func (c *Calendar) asking(r *Row, on Day) (days int, why string) {
	sent, back := r.Inquiry.Day, r.Inquired
	switch {
	case sent != "" && back != "" && back < sent:
		return 0, "征求意见的回复日期早于发出日期"
	case sent != "" && back != "":
		return c.Between(sent, back), ""
	case sent != "" && sent <= on:
		return 0, "正在征求意见，这段时间不算"
	case back != "" || happened(r.Inquiry.Word):
		return 0, "征求了意见，没有发出和回复的日期"
	}
	return 0, ""
}
