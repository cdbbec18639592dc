package export

import (
	"bytes"
	"strings"

	"nianbao/export/review"
	"nianbao/model"
	"nianbao/model/check"
	"nianbao/model/rollup"
)

// Review is what a reviewer has to say of a report.
type Review = check.Review

// ReviewFile writes a review as File writes a report. A file that is there and
// differs may have the unit's answers in it: it stays unless it may be
// overwritten.
func ReviewFile(path, format string, v Review, overwrite bool) (Written, error) {
	f, err := findReview(format)
	if err != nil {
		return Written{}, err
	}
	var b bytes.Buffer
	if err := f.review(&b, review.Build(v)); err != nil {
		return Written{}, &Error{model.CodeUnwritable, "生成" + review.Name + "时出错", "请换一种格式再试", err}
	}
	return place(path, b.Bytes(), nil, nil, overwrite, finished)
}

// ReminderFile writes a reminder as ReviewFile writes a review.
func ReminderFile(path, format string, r rollup.Reminder) (Written, error) {
	f, err := findReview(format)
	if err != nil {
		return Written{}, err
	}
	var b bytes.Buffer
	if err := f.letter(&b, review.Remind(r)); err != nil {
		return Written{}, &Error{model.CodeUnwritable, "生成催报通知时出错", "请换一种格式再试", err}
	}
	return place(path, b.Bytes(), nil, nil, false, finished)
}

// ReminderName proposes the name of a reminder's file.
func ReminderName(r rollup.Reminder, format string) string {
	return safeName("催报通知-"+model.ReportName(r.Collector, r.Year), maxTitle) + "." + format
}

// Answers reads a review that came back, or a reminder; nil for any other file. Errors are as
// Read's.
func Answers(path string) (*rollup.Answers, error) {
	rows, err := Rows(path)
	if err != nil {
		return nil, err
	}
	return review.ReadAnswers(rows), nil
}

// findReview is the format in which a review is to be written.
func findReview(name string) (format, error) {
	var names []string
	for _, f := range formats {
		if f.Review && f.Name == name {
			return f, nil
		}
		if f.Review {
			names = append(names, f.Name)
		}
	}
	return format{}, &Error{model.CodeUsage, review.Name + "没有「" + name + "」这种格式", "可用的格式有 " + strings.Join(names, "、"), nil}
}

// ReviewName proposes the name of a review's file. A long unit is cut, never the
// year.
func ReviewName(r *model.Report, format string) string {
	head, tail := review.Name+"-", strings.TrimPrefix(r.Name(), r.Unit)
	return safeName(head+cut(r.Unit, maxTitle-len(head)-len(tail))+tail, maxTitle) + "." + format
}

// IsReview reports whether a file is a review's, by its name.
func IsReview(name string) bool { return strings.HasPrefix(name, review.Name) }
