package model

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ErrFinal says that a report is final: nothing in it can be changed before it is
// reopened.
var ErrFinal = errors.New("这份报告已定稿，不能修改")

// ErrLook says that a sitting was begun to look only.
var ErrLook = errors.New("现在只是看，不能改")

// Finish is the edit that makes a report final, which locks it. Unexplained is how
// many of the errors that a check finds nobody has explained: one stands in the way.
func Finish(r *Report, unexplained int) (Edit, error) {
	if r.State == Final {
		return Edit{}, ErrFinal
	}
	if unexplained > 0 {
		return Edit{}, fmt.Errorf("还有 %d 条错误，不能定稿：请改正，或逐条说明", unexplained)
	}
	e := Edit{Label: "定稿，校验码 " + r.Seal()}
	e.Changes = settleAgreeing(r) // these are no faults when the report is corrected
	e.add(r, stateTarget, string(Final))
	return e, nil
}

// Reopen is the edit that opens a final report again, to correct it.
func Reopen(r *Report, reason string) (Edit, error) {
	reason, err := Reason(reason)
	switch {
	case err != nil:
		return Edit{}, err
	case r.State != Final:
		return Edit{}, errors.New("这份报告没有定稿，可以直接改")
	case reason == "":
		return Edit{}, errors.New("请写明更正的原因，它记在修改记录里")
	}
	e := Edit{Label: "更正：解除锁定", Reason: reason}
	e.add(r, stateTarget, string(Correcting))
	return e, nil
}

// Reason is why something is done, in the words of whoever does it, as an edit
// takes it: one line of bounded length.
func Reason(words string) (string, error) {
	reason := CleanLine(words)
	if n := utf8.RuneCountInString(reason); n > maxExplanation {
		return "", fmt.Errorf("原因有 %d 字，超过上限 %d 字", n, maxExplanation)
	}
	return reason, nil
}

// SealLabel stands before the seal where it is printed, on the last line of a final
// report's files.
const SealLabel = "定稿校验码："

// FindSeal takes the seal out of a line of a report's file; "" for none.
func FindSeal(line string) string {
	code, ok := strings.CutPrefix(strings.ReplaceAll(CleanLine(line), " ", ""), SealLabel)
	if !ok || len(code) != len("8F3A-12C4-0B7E-55D1-9A20") || strings.Trim(code, "0123456789ABCDEF-") != "" {
		return ""
	}
	return code
}

// Seal is a check code of what is printed of a report: unit, title, date, texts,
// figures and notes, but not how it came about. It is the first 80 bits of
// SHA-256, in hexadecimal, by fours: 8F3A-12C4-0B7E-55D1-9A20.
func (r *Report) Seal() string {
	b := make([]byte, 0, 16<<10)
	put := func(key, value string) {
		b = append(append(b, key...), '\t')
		b = append(strconv.AppendQuote(b, value), '\n')
	}
	put("form", r.Form.Edition)
	put(FieldUnit, r.Unit)
	put(FieldYear, fmt.Sprint(r.Year))
	put(FieldTitle, strings.ReplaceAll(r.FullTitle(), " ", "")) // where its lines are broken, or nothing
	put(FieldDate, r.Date)
	for i := range r.Form.Sections {
		if s := &r.Form.Sections[i]; s.Table == nil {
			put(s.Key, strings.Join(printed(r.Text[s.Key]), "\n"))
		}
	}
	sheet := Evaluate(r)
	for _, c := range r.Form.Cells() {
		put(string(c.ID), sheet.Of(c).String())
		put("note", r.Notes[c.ID])
	}
	sum := sha256.Sum256(b)
	code := strings.ToUpper(hex.EncodeToString(sum[:10]))
	var fours []string
	for i := 0; i < len(code); i += 4 {
		fours = append(fours, code[i:i+4])
	}
	return strings.Join(fours, "-")
}

// printed are the paragraphs of a text that hold anything, without spaces, which
// writers and readers of files treat as they like.
func printed(text string) (out []string) {
	for _, p := range paragraphs(CleanText(text)) {
		if p = strings.Join(strings.Fields(p), ""); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// stateTarget is how far a report has come.
var stateTarget = Target{TargetField, FieldState}

// finishes reports whether an edit makes a report final.
func (e Edit) finishes() bool {
	return slices.ContainsFunc(e.Changes, func(c Change) bool { return c.Target == stateTarget && State(c.After) == Final })
}

// ofState reports whether an edit changes how far a report has come.
func (e Edit) ofState() bool {
	return slices.ContainsFunc(e.Changes, func(c Change) bool { return c.Target == stateTarget })
}

// onlyState reports whether an edit changes nothing but how far a report has
// come.
func (e Edit) onlyState() bool {
	for _, c := range e.Changes {
		if c.Target != stateTarget {
			return false
		}
	}
	return true
}

// checkState is a change of state that is allowed.
func (r *Report) checkState(value string) error {
	switch next := State(value); {
	case next == Final && r.State != Final, next == Correcting && r.State == Final:
		return nil
	}
	return fmt.Errorf("报告不能从「%s」变成「%s」", r.State.Name(), State(value).Name())
}
