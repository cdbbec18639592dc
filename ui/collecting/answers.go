package collecting

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
)

// Answered is a letter that a unit has sent back with answers.
type Answered struct {
	File   string   `json:"file"`
	Unit   string   `json:"unit"`
	Report string   `json:"report"`
	Given  int      `json:"given"`     // answers that say something
	Taken  int      `json:"explained"` // that have become explanations of findings
	Left   []string `json:"left"`      // the others, a Chinese line each with why
	same   int      // answers that are explanations already: the same letter once more
}

// takeAnswers makes what a unit has answered its explanations of the findings that are still
// there. The error is why none of it can be taken.
//
// What has come is part of in: where it is a try, the report that came along is there only; v is
// where the unit's report stands, and moves with it.
func (x *Collector) takeAnswers(f *sent, came *model.Report, in *Intake, v *model.UnitReview) (Answered, error) {
	a := f.answers
	out := Answered{File: f.path, Unit: f.unit, Given: a.Given(), Left: []string{}}
	for _, text := range a.Aside {
		out.Left = append(out.Left, "写在「"+model.AnswerHead+"」一栏外面的「"+model.Cut(model.CleanLine(text), 40)+"」：请写到那一条的答复里")
	}
	var s *Subject
	var err error
	if in.try && came != nil {
		s, err = x.subject(came)
	} else {
		s, err = x.Subject(out.Unit)
	}
	if err != nil {
		return out, err
	}
	if s == nil {
		return out, fmt.Errorf("%s 还没有报", out.Unit)
	}
	out.Report = s.Report.Name()
	edits, r := []model.Edit{}, s.Report.Clone()
	answered := map[*check.Finding]bool{}
	for _, answer := range a.All {
		about := findingOf(s.Findings, answer.Message, answered)
		answered[about] = about != nil
		if answer.Text == "" {
			continue
		}
		if is := explanation(about); is != nil && is.Text == model.CleanLine(answer.Text) {
			out.same++
			continue
		}
		e, why := explained(x, r, about, answer, out.Unit)
		if why != "" {
			out.Left = append(out.Left, model.Cut(model.CleanLine(answer.Message), 40)+"，答复「"+model.Cut(model.CleanLine(answer.Text), 40)+"」："+why)
			continue
		}
		edits = append(edits, e)
		out.Taken++
	}
	if in.try || len(edits) == 0 {
		return out, nil
	}
	was := s.Report.Revision
	r, err = x.save(s.Report, func(*model.Report) (model.Edit, error) {
		return model.Join("收到单位的答复："+filepath.Base(f.path), edits...), nil
	})
	if err == nil {
		s, err = x.subject(r)
	}
	if err != nil {
		return out, err
	}
	if v.Revision == was { // else somebody has changed it here since, which stays to be seen
		v.Word, v.Revision, v.Checksum = model.WordReceived, r.Revision, r.Seal()
		v.By, v.At = x.User, x.Now().Format(time.RFC3339)
	}
	for i := range in.Taken {
		if t := &in.Taken[i]; t.Unit == out.Unit {
			t.Errors, t.Warnings, _ = check.Count(s.Findings)
			t.State = rollup.StateOf(*v, rollup.Standing{Revision: r.Revision, Errors: t.Errors})
		}
	}
	return out, nil
}

// whose is the unit of a letter that has come back, or why that can't be told.
func whose(x *Collector, a *rollup.Answers) (unit, why string) {
	own := a.Unit
	if own == x.Unit { // its own figures are printed under its plain name
		own = rollup.OwnName(x.Unit)
	}
	found, certain := rollup.Match(x.List(), own)
	switch {
	case a.Year != x.Year:
		return "", fmt.Sprintf("是 %d 年报告的核对意见", a.Year)
	case !certain:
		return "", fmt.Sprintf("是「%s」的核对意见，名单上认不准这个单位", a.Unit)
	}
	return found[0], ""
}

// explanation is that which a finding has; nil for none.
func explanation(f *check.Finding) *model.Explanation {
	if f == nil {
		return nil
	}
	return f.Because
}

// explained is an answer as the explanation of the finding that it is about, or why it is none.
// What the unit has said before gives way, what others have said does not.
func explained(x *Collector, r *model.Report, about *check.Finding, answer rollup.Answer, unit string) (e model.Edit, why string) {
	if about == nil {
		return e, "现在没有这条问题（已经改了，或者数变了）"
	}
	if is := about.Because; is != nil && is.By != unit {
		return e, "已经有 " + is.By + " 写的说明「" + model.Shorten(is.Text) + "」"
	}
	if err := about.CanExplain(r.Form); err != nil {
		return e, backend.Message(err)
	}
	e, err := check.Explain(r, about, model.CleanLine(answer.Text), unit, x.Now())
	if err == nil && e.Empty() {
		return e, "没有写出原因"
	}
	if err == nil {
		err = model.NewSession(r.Clone(), x.SessionID()).Apply(e)
	}
	if err != nil {
		return e, backend.Message(err)
	}
	return e, ""
}

// findingOf is the finding whose words a letter has, as its message with what was quoted: of
// several whose message it is the one that is quoted, and each but once, in their order. nil
// for none.
func findingOf(findings []check.Finding, message string, answered map[*check.Finding]bool) (found *check.Finding) {
	begins := map[string]bool{} // the first lines, without white space: 差 7 is not what 差 70 begins with
	whole := ""
	for line := range strings.SplitSeq(message, "\n") {
		whole += rollup.Bare(line)
		begins[whole] = true
	}
	one := !strings.Contains(message, "\n") // as a PDF has it
	best := 0
	for i := range findings {
		f := &findings[i]
		own, quote := rollup.Bare(f.Message), rollup.Bare(f.Words())
		inLine := one && strings.HasPrefix(whole, own) && (whole == own || !unicode.IsDigit(rune(whole[len(own)])))
		words := begins[own] || inLine
		if answered[f] || !words || !strings.Contains(whole[len(own):], quote) {
			continue
		}
		if n := len(own) + len(quote); n > best {
			found, best = f, n
		}
	}
	return found
}
