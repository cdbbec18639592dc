package ledger

import (
	"slices"
	"strings"

	"nianbao/model"
)

// Words knows what the words of ledgers mean in the cells of a form.
type Words struct {
	form       *model.Form
	outcomes   *lexicon // 21 rows of section three, and Open
	applicants *lexicon // six columns
	results    *lexicon // four columns of section four
	rows       []string // keys of outcomes, in the form's order
	cols       []string // keys of applicants, in the form's order
	names      map[string]string
}

// The sections that a ledger is counted into, in every edition.
const (
	ApplicationSection = "3"
	CaseSection        = "4"
)

// The rows of section three that are no outcomes.
const (
	rowReceived   = "received"
	rowCarriedIn  = "carried_in"
	rowCarriedOut = "carried_out"
	rowProcessed  = "processed"
	otherwise     = "other" // where an edition has one row for the whole group
)

// NewWords knows the words of a form's rows and columns.
func NewWords(form *model.Form) *Words {
	w := &Words{form: form, names: map[string]string{Open: "未办结"}}
	rows, cols, results_ := map[string][]string{}, map[string][]string{}, map[string][]string{}
	for _, c := range form.Cells() {
		switch {
		case c.Computed():
		case c.Section.Key == ApplicationSection && !has([]string{rowReceived, rowCarriedIn, rowCarriedOut}, c.Row.Key):
			w.rows = union(w.rows, c.Row.Key)
			rows[c.Row.Key] = append([]string{c.Row.Label, c.Row.Short, c.Row.Name}, c.Row.Aliases...)
			w.names[c.Row.Key] = c.Row.Name
			fallthrough
		case c.Section.Key == ApplicationSection:
			w.cols = union(w.cols, c.Column.Key)
			cols[c.Column.Key] = append([]string{c.Column.Label}, c.Column.Aliases...)
			w.names[c.Column.Key] = c.Column.Label
		case c.Section.Key == CaseSection:
			results_[c.Column.Key] = append([]string{c.Column.Label}, c.Column.Aliases...)
		}
	}
	w.outcomes = lexiconOf(outcomes, rows, otherwise)
	w.applicants = lexiconOf(applicants, cols, otherwise)
	w.results = lexiconOf(results, results_, otherwise)
	return w
}

// Name is a key as a sentence has it: 不予公开（第三方权益）, 自然人, 未办结.
func (w *Words) Name(key string) string {
	if n := w.names[key]; n != "" {
		return n
	}
	return key
}

// Outcomes are the keys of what an application may come to, in the form's order, Open last.
func (w *Words) Outcomes() []string { return append(slices.Clone(w.rows), Open) }

// Applicants are the keys of the kinds of applicants, in the form's order.
func (w *Words) Applicants() []string { return w.cols }

// known are the keys that a whole text may stand for, nil where it is not known.
func (x *lexicon) known(text string) []string {
	f := fold(text)
	if keys := x.keys[f]; keys != nil {
		return keys
	}
	return x.keys[bare(f)]
}

// bare is folded words without what only joins them: 属于…的, 因涉及…, …类信息.
func bare(f string) string {
	for _, prefix := range []string{"因", "因为", "属于", "涉及", "系", "依法", "告知", "经审查", "决定"} {
		f = strings.TrimPrefix(f, prefix)
	}
	for _, suffix := range []string{"的", "决定", "决定书", "告知书", "答复书", "答复", "信息", "政府信息", "类", "类申请", "原因"} {
		f = strings.TrimSuffix(f, suffix)
	}
	return f
}

// found are the longest known words within a text, in their order, with what they may stand for.
func (x *lexicon) found(text string) (words []string, keys [][]string) {
	rs := []rune(fold(text))
	for i := 0; i < len(rs); {
		n := min(x.longest, len(rs)-i)
		for ; n > 1; n-- { // a single character says too little
			if k := x.keys[string(rs[i:i+n])]; k != nil {
				words, keys = append(words, string(rs[i:i+n])), append(keys, k)
				break
			}
		}
		i += max(n, 1)
	}
	return words, keys
}

// parts are the parts of a text that punctuation separates: 不予公开（第三方） has two.
func parts(text string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(text, func(r rune) bool {
		return strings.ContainsRune("，,、；;/／\\-－—–（）()【】[]：:+＋|\n 　", r)
	}), func(p string) bool { return fold(p) == "" })
}

// kindOfName is the kind of applicant that a name's end speaks of, "" for none.
func kindOfName(name string) string {
	f := model.FoldLabel(name)
	for _, n := range names {
		for end := range strings.FieldsSeq(n.ends) {
			if strings.HasSuffix(f, end) && f != end {
				return n.key
			}
		}
	}
	return ""
}

// likePerson tells whether a name looks like that of a person: two to four Chinese characters, or
// with a point between.
func likePerson(name string) bool {
	n := 0
	for _, r := range strings.TrimSpace(name) {
		if r == '·' || r == '•' || r == '＊' || r == '*' || r == '某' {
			n++
			continue
		}
		if r < 0x3400 {
			return false
		}
		n++
	}
	return n >= 2 && n <= 4 && kindOfName(name) == ""
}
