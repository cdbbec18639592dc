package ledger

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nianbao/model"
)

// Verdict is what some words are taken to mean.
type Verdict struct {
	Key  string // of a row or column; of one that isn't certain, the proposal, "" for none
	Sure bool
	Why  string // why it is not certain, a Chinese sentence without a full stop
	// May are the keys that the words leave open, nil where they say nothing.
	May   []string
	whole bool // all of the words are known
}

// Outcome tells what an answer is, by its words and by the article that a column of its own cites.
// It is certain where the whole of the words is known, or the article has one row, and nothing
// contradicts.
func (w *Words) Outcome(text, basis string) Verdict {
	cited, odd := articlesIn(text, false)
	inColumn, oddToo := articlesIn(basis, true)
	cited = union(cited, inColumn...)
	v := w.both(text, w.outcomes.verdict(text))
	if odd || oddToo {
		return Verdict{Key: v.Key, Why: "依据的不是《政府信息公开条例》的条款", May: v.May}
	}
	if len(cited) == 0 {
		return v
	}
	may := w.allowed(cited)
	says := "条例" + strings.Join(articleLabels(cited), "、")
	if may == nil {
		return Verdict{Key: v.Key, Why: says + "不是哪一种结果的依据，或者几条说的不是一种", May: v.May}
	}
	if onlyCites(text) {
		return settled(may, fmt.Sprintf("%s有 %d 种结果", says, len(may)))
	}
	agreed := common(v.May, may)
	switch {
	case v.May == nil && neutral(text):
		return settled(may, fmt.Sprintf("%s有 %d 种结果", says, len(may)))
	case v.May == nil: // words that nobody knows
		v = settled(may, "")
		return Verdict{Key: v.Key, Why: "依据的是" + says + "，但「" + model.Cut(text, 20) + "」是没有见过的写法", May: may}
	case len(agreed) == 0:
		return Verdict{Why: fmt.Sprintf("写的是「%s」，依据的%s却是「%s」", model.Cut(text, 20), says, w.Name(may[0])), May: union(v.May, may...)}
	case !v.whole:
		v.Key = settled(agreed, "").Key
		return v
	}
	return settled(agreed, fmt.Sprintf("%s有 %d 种结果", says, len(agreed)))
}

// neutral tells whether an answer's words say that there was one and not which: 已答复, 答复书（三）.
func neutral(text string) bool {
	for _, p := range parts(text) {
		said := strings.Trim(fold(p), "0123456789一二三四五六七八九十")
		if said != "" && !slices.Contains([]string{"已答复", "答复", "已回复", "回复", "书面答复", "已书面答复", "答复书", "告知书", "答复告知书", "已办结", "办结", "已办", "已处理", "已完成", "已告知", "按期答复", "已按期答复"}, said) {
			return false
		}
	}
	return true
}

// both proposes 部分公开 where an answer says that something is given and something isn't.
func (w *Words) both(text string, v Verdict) Verdict {
	if v.Sure || !has(w.rows, "partial") {
		return v
	}
	_, keys := w.outcomes.found(text)
	given, refused := false, false
	for _, k := range keys {
		given = given || slices.Equal(k, []string{"granted"})
		refused = refused || !has(k, "granted") && !has(k, "partial") && !has(k, Open)
	}
	if given && refused {
		return Verdict{Key: "partial", Why: "又有公开的又有没公开的：一件申请区分处理的，只计「部分公开」", May: v.May}
	}
	return v
}

// verdict tells what the words alone mean.
func (x *lexicon) verdict(text string) Verdict {
	if may := x.known(text); may != nil {
		return settled(may, fmt.Sprintf("「%s」有 %d 种，要看是哪一种", model.Cut(text, 20), len(may)))
	}
	var may []string
	unknown, began := false, false
	for _, p := range parts(text) {
		keys := x.known(p)
		switch {
		case keys == nil && onlyCites(p):
		case keys == nil:
			unknown = true
		case !began:
			may, began = keys, true
		default:
			may = common(may, keys)
		}
	}
	if began && !unknown {
		if len(may) == 0 {
			return Verdict{Why: "里面有两种结果"}
		}
		return settled(may, fmt.Sprintf("「%s」有 %d 种，要看是哪一种", model.Cut(text, 20), len(may)))
	}
	words, found := x.found(text)
	if len(found) == 0 {
		return Verdict{Why: "没有见过的写法"}
	}
	may = found[0]
	for _, k := range found[1:] {
		may = common(may, k)
	}
	switch len(may) {
	case 0:
		return Verdict{Why: "里面有「" + strings.Join(words, "」「") + "」，不是一种"}
	case 1:
		return Verdict{Key: may[0], Why: "里面有「" + strings.Join(words, "」「") + "」，但还有别的字", May: may}
	}
	return Verdict{Why: "里面有「" + strings.Join(words, "」「") + "」，但有 " + strconv.Itoa(len(may)) + " 种", May: may}
}

func settled(may []string, why string) Verdict {
	if len(may) == 1 {
		return Verdict{Key: may[0], Sure: true, May: may, whole: true}
	}
	return Verdict{Why: why, May: may, whole: true}
}

// Applicant tells the kind of an applicant by the words of its column, and by a name where these are
// missing or say otherwise: a name makes a proposal, nothing certain.
func (w *Words) Applicant(text, name string) Verdict {
	byName := kindOfName(name)
	if fold(text) == "" {
		v := Verdict{Key: byName, Why: "申请人类型空着"}
		switch {
		case byName != "":
			v.Why += "，申请人名称像" + w.Name(byName)
		case likePerson(name):
			v.Key, v.Why = "natural_person", v.Why+"，申请人名称像个人"
		}
		return v
	}
	v := w.applicants.verdict(text)
	apart := byName != "" && v.May != nil && !has(v.May, byName)
	switch {
	case apart:
		return Verdict{Key: byName, Why: fmt.Sprintf("类型写的是「%s」，申请人名称却像%s", model.Cut(text, 12), w.Name(byName)), May: v.May}
	case !v.Sure && v.Key == "" && byName != "":
		return Verdict{Key: byName, Why: v.Why + "；申请人名称像" + w.Name(byName), May: v.May}
	}
	return v
}

// allowed are the rows of the form that all of some articles lead to.
func (w *Words) allowed(cited []string) (rows []string) {
	for i, a := range cited {
		var may []string
		for key := range strings.FieldsSeq(articles[a]) {
			if !has(w.rows, key) {
				key = otherwise
			}
			may = union(may, key)
		}
		if rows = common(rows, may); i == 0 {
			rows = may
		}
	}
	return rows
}

const numeral = `[0-9０-９一二三四五六七八九十]{1,4}`

var (
	article = regexp.MustCompile(`第?(` + numeral + `)条(?:第?[（(]?(` + numeral + `)[)）]?款)?(?:第?[（(]?(` + numeral + `)[)）]?项)?|(` + numeral + `)[（(](` + numeral + `)[)）]`)
	bareOne = regexp.MustCompile(`^(` + numeral + `)$`)
	law     = regexp.MustCompile(`《[^》]*》`)
)

// articlesIn are the articles of the regulation in a text, where a column has nothing else also as a
// mere number; odd is true where it cites another law.
func articlesIn(text string, column bool) (out []string, odd bool) {
	for _, l := range law.FindAllString(text, -1) {
		odd = odd || !strings.Contains(l, "信息公开条例")
	}
	if odd {
		return nil, article.MatchString(text)
	}
	for _, m := range article.FindAllStringSubmatch(text, -1) {
		n, paragraph, item := number(m[1]), number(m[2]), number(m[3])
		if m[4] != "" {
			if n, item = number(m[4]), number(m[5]); n < leastArticle {
				continue // a numbering: 三（四）
			}
		}
		out = union(out, articleName(n, paragraph, item))
	}
	if m := bareOne.FindStringSubmatch(strings.TrimSpace(text)); column && m != nil && len(out) == 0 {
		out = append(out, articleName(number(m[1]), 0, 0))
	}
	return out, false
}

// leastArticle is the first of the regulation's articles on what is not open.
const leastArticle = 14

// articleName is the key of an article's part that leads to rows of its own, else that of the
// whole article.
func articleName(n, paragraph, item int) string {
	whole := strconv.Itoa(n)
	for _, name := range []string{fmt.Sprintf("%d(%d)", n, item), fmt.Sprintf("%d/%d", n, paragraph)} {
		if articles[name] != "" {
			return name
		}
	}
	return whole
}

// articleLabels are articles as a sentence has them.
func articleLabels(keys []string) (out []string) {
	for _, k := range keys {
		k = strings.NewReplacer("(", "条第", ")", "项", "/", "条第").Replace(k)
		switch {
		case !strings.Contains(k, "条"):
			k += "条"
		case !strings.HasSuffix(k, "项"):
			k += "款"
		}
		out = append(out, "第"+k)
	}
	return out
}

// onlyCites tells whether a text says nothing but which article it goes by.
func onlyCites(text string) bool {
	rest := law.ReplaceAllString(article.ReplaceAllString(text, ""), "")
	for _, w := range []string{"政府信息公开条例", "信息公开条例", "条例", "根据", "依据", "按照", "适用", "规定", "第", "的", "之"} {
		rest = strings.ReplaceAll(rest, w, "")
	}
	return fold(rest) == "" || bareOne.MatchString(strings.TrimSpace(rest))
}

// number reads a small number in digits or Chinese numerals, 0 for none.
func number(s string) (n int) {
	const digits = "〇一二三四五六七八九"
	tens := -1
	for _, r := range s {
		switch i := strings.IndexRune(digits, r); {
		case r >= '0' && r <= '9':
			n = n*10 + int(r-'0')
		case r >= '０' && r <= '９':
			n = n*10 + int(r-'０')
		case r == '十':
			tens, n = max(n, 1), 0
		case i >= 0:
			n = n*10 + i/len("一")
		}
	}
	if tens >= 0 {
		n += tens * 10
	}
	return n
}
