package export

import (
	"bytes"
	"io"
	"strings"

	"nianbao/export/html"
	"nianbao/export/review"
	"nianbao/export/xlsx"
	"nianbao/model"
)

// Review is what a reviewer has to say of a report.
type Review = review.Review

// reviewFormats are the writers of reviews.
var reviewFormats = map[string]func(io.Writer, *review.Document) error{"html": html.WriteReview, "xlsx": xlsx.WriteReview}

// ReviewFile writes a review as File writes a report. A file that is there and
// differs may have the unit's answers in it: it stays unless it may be
// overwritten.
func ReviewFile(path, format string, v Review, overwrite bool) (Written, error) {
	write := reviewFormats[format]
	if write == nil {
		return Written{}, &Error{CodeUsage, review.Name + "没有「" + format + "」这种格式", "可用的格式有 html、xlsx", nil}
	}
	var b bytes.Buffer
	if err := write(&b, review.Build(v)); err != nil {
		return Written{}, &Error{CodeUnwritable, "生成" + review.Name + "时出错", "请换一种格式再试", err}
	}
	return place(path, b.Bytes(), nil, nil, overwrite, finished)
}

// ReviewName proposes the name of a review's file. A long unit is cut, never the
// year.
func ReviewName(r *model.Report, format string) string {
	head, tail := review.Name+"-", strings.TrimPrefix(r.Name(), r.Unit)
	return safeName(head+cut(r.Unit, maxTitle-len(head)-len(tail))+tail, maxTitle) + "." + format
}

// IsReview reports whether a file is a review's, by its name.
func IsReview(name string) bool { return strings.HasPrefix(name, review.Name) }
