package check

import (
	"bufio"
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nianbao/model"
)

// corpora are the collections of seeded prose, with what each came to when it was last
// raised: nothing may get worse. Whoever makes the patterns better raises the floor and
// lowers the ceiling.
var corpora = []struct {
	folder               string
	voices, least        int // there are at least so many: voices, faults and true sentences
	heardFloor, alarmTop int
}{
	{"prose", 10, 120, 151, 0},
	{"prose2", 4, 40, 77, 0},
}

// neutral is a text without a figure, a year or a name.
const neutral = "本单位依法开展政府信息公开工作。"

// The rules about how a text is written, and how much of it there is: they say nothing
// about whether a sentence is true.
var ofManner = map[model.Kind]bool{
	model.KindText: true, model.KindFilledOut: true, model.KindAspects: true, model.KindLong: true, model.KindShort: true, model.KindSays: true,
	model.KindFacts: true, model.KindSimilar: true, model.KindLeftover: true, model.KindReplace: true, model.KindUnit: true, model.KindDoubled: true,
	model.KindNested: true, model.KindMarks: true,
}

// seeded is one sentence of a voice, true or a fault.
type seeded struct {
	name, section, kind string
	fault               bool
	text                string
	wrong               []string // words of the text
	claims              []string
	beyondReckoning     bool // another unit's name
}

// voice is one unit's report, with what its clerk might write.
type voice struct {
	file         string
	report, last *model.Report // last is nil for none
	cases        []seeded
}

// TestBlindProse counts how many faults of the seeded prose are heard and how many true
// sentences raise an alarm.
func TestBlindProse(t *testing.T) {
	for _, corpus := range corpora {
		t.Run(corpus.folder, func(t *testing.T) {
			voices := blindVoices(t, corpus.folder)
			if len(voices) < corpus.voices {
				t.Fatalf("%d voices, want %d", len(voices), corpus.voices)
			}
			heard, alarms := measureProse(t, voices, corpus.least)
			if heard < corpus.heardFloor {
				t.Errorf("%d faults are heard, %d were", heard, corpus.heardFloor)
			}
			if alarms > corpus.alarmTop {
				t.Errorf("%d true sentences raise an alarm, %d did", alarms, corpus.alarmTop)
			}
		})
	}
}

// measureProse counts what is heard in the voices' faults and what is found in their true
// sentences, and tells all that isn't as it should be.
func measureProse(t *testing.T, voices []*voice, least int) (heard, alarms int) {
	t.Helper()
	faults, truths, beside := 0, 0, 0
	kinds := map[string]*[4]int{}
	var lists [3][]string // missed, alarms, beside the fault
	for _, v := range voices {
		for _, c := range v.cases {
			v.reckon(t, &c)
			n := kinds[c.kind]
			if n == nil {
				n = &[4]int{}
				kinds[c.kind] = n
			}
			found := v.speakOf(&c)
			hit := slices.IndexFunc(found, func(f Finding) bool { return v.hears(&c, f) }) >= 0
			switch {
			case c.fault:
				faults++
				n[1]++
				if hit {
					heard++
					n[0]++
				} else {
					lists[0] = append(lists[0], c.told(found))
				}
				others := slices.DeleteFunc(slices.Clone(found), func(f Finding) bool { return v.hears(&c, f) })
				if len(others) > 0 {
					beside++
					lists[2] = append(lists[2], c.told(others))
				}
			default:
				truths++
				n[3]++
				if len(found) > 0 {
					alarms++
					n[2]++
					lists[1] = append(lists[1], c.told(found))
				}
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(kinds)) {
		n := kinds[k]
		t.Logf("%-16s faults heard %d of %d, alarms %d on %d true", k, n[0], n[1], n[2], n[3])
	}
	for i, title := range []string{"missed", "alarms on true sentences", "findings beside the fault (not held)"} {
		t.Logf("%s: %d\n%s", title, len(lists[i]), strings.Join(lists[i], "\n"))
	}
	t.Logf("recall %d of %d (%.1f %%), alarms %d on %d true (%.1f %%), %d faulty sentences with a finding beside the fault",
		heard, faults, 100*float64(heard)/float64(faults), alarms, truths, 100*float64(alarms)/float64(truths), beside)
	if faults < least || truths < least {
		t.Errorf("%d faults and %d true sentences, want %d of each", faults, truths, least)
	}
	return heard, alarms
}

// told is the case with what was found.
func (c *seeded) told(found []Finding) string {
	s := "  " + c.name + " " + c.kind + ": " + model.CleanLine(c.text)
	if c.fault {
		s += " [" + strings.Join(c.wrong, "; ") + "]"
	}
	for _, f := range found {
		s += "\n      " + f.Rule + " " + f.Message
	}
	return s
}

// speakOf is what is found of the report with the case's text that isn't found with a
// neutral one.
func (v *voice) speakOf(c *seeded) []Finding {
	known := map[string]bool{}
	for _, f := range Report(v.report, v.last) {
		known[f.Key()] = true
	}
	r := v.report.Clone()
	r.Text[c.section] = c.text
	return slices.DeleteFunc(Report(r, v.last), func(f Finding) bool {
		ofFact := !ofManner[f.Kind] && f.Severity != model.Info
		return known[f.Key()] || !ofFact
	})
}

// hears reports whether a finding is about what is wrong: it stands at the wrong words,
// names a cell that they contradict or, where it names no cell, quotes some of them.
func (v *voice) hears(c *seeded, f Finding) bool {
	if slices.ContainsFunc(v.contradicted(c), func(id model.CellID) bool { return slices.Contains(f.Cells, id) }) {
		return true
	}
	if f.Section != c.section {
		return false
	}
	places := []Span{f.At}
	if len(f.Cells) == 0 {
		places = append(places, quoted(c.text, f.Quote))
	}
	return slices.ContainsFunc(c.wrong, func(w string) bool {
		wrong := quoted(c.text, w)
		return slices.ContainsFunc(places, func(at Span) bool { return overlap(at, wrong) })
	})
}

// quoted is where words stand in a text; empty for nowhere.
func quoted(text, words string) Span {
	if i := strings.Index(text, words); i >= 0 && words != "" {
		return Span{i, i + len(words)}
	}
	return Span{}
}

func overlap(a, b Span) bool { return a.Start < b.End && b.Start < a.End }

// contradicted are the cells of a fault: those of the arithmetic that doesn't hold.
func (v *voice) contradicted(c *seeded) []model.CellID {
	var cells []model.CellID
	for _, claim := range c.claims {
		left, _, fails := strings.Cut(claim, " ≠ ")
		if !fails || strings.Contains(left, " ") {
			continue // true, or a percentage
		}
		for _, term := range strings.FieldsFunc(left, func(r rune) bool { return r == '+' || r == '-' }) {
			cells = append(cells, v.cells(term)...)
		}
	}
	return cells
}

// reckon tests a case by its own arithmetic.
func (v *voice) reckon(t *testing.T, c *seeded) {
	t.Helper()
	fails := 0
	for _, claim := range c.claims {
		left, right, holds := strings.Cut(claim, " = ")
		if !holds {
			left, right, _ = strings.Cut(claim, " ≠ ")
			fails++
		}
		_, decimals, _ := strings.Cut(right, ".")
		said, ok := new(big.Rat).SetString(right)
		if !ok {
			t.Fatalf("%s: %q is no number", c.name, right)
		}
		got := v.value(t, left)
		if strings.HasPrefix(left, "growth ") || strings.HasPrefix(left, "share ") {
			got.SetString(got.FloatString(len(decimals)))
		}
		if equal := got.Cmp(said) == 0; equal != holds {
			t.Errorf("%s: %s, and it comes to %s", c.name, claim, got.FloatString(4))
		}
	}
	if !c.fault && (fails > 0 || len(c.wrong) > 0) {
		t.Errorf("%s is called true and says what is wrong", c.name)
	}
	shown := fails > 0 || c.beyondReckoning
	if c.fault && !(shown && len(c.wrong) > 0) {
		t.Errorf("%s is called a fault and doesn't say what is wrong", c.name)
	}
	for _, w := range c.wrong {
		if strings.Count(c.text, w) != 1 {
			t.Errorf("%s: %q stands %d times in its text", c.name, w, strings.Count(c.text, w))
		}
	}
}

// value is the left side of a claim.
func (v *voice) value(t *testing.T, expr string) *big.Rat {
	t.Helper()
	words := strings.Fields(expr)
	hundred := big.NewRat(100, 1)
	switch words[0] {
	case "growth":
		from, to := v.sum(t, words[1]), v.sum(t, words[2])
		to.Sub(to, from)
		return to.Mul(to.Quo(to, from), hundred)
	case "share":
		part := v.sum(t, words[1])
		return part.Mul(part.Quo(part, v.sum(t, words[2])), hundred)
	}
	return v.sum(t, expr)
}

// sum adds terms: numbers, the year, cells, groups of cells, last year's.
func (v *voice) sum(t *testing.T, expr string) *big.Rat {
	t.Helper()
	total := new(big.Rat)
	for _, signed := range strings.Split(strings.ReplaceAll(expr, "-", "+-"), "+") {
		term, minus := strings.CutPrefix(signed, "-")
		x, isNumber := new(big.Rat).SetString(term)
		if !isNumber {
			x = v.figure(t, term)
		}
		if minus {
			x.Neg(x)
		}
		total.Add(total, x)
	}
	return total
}

func (v *voice) figure(t *testing.T, name string) *big.Rat {
	t.Helper()
	if name == "year" {
		return big.NewRat(int64(v.report.Year), 1)
	}
	r := v.report
	if _, ok := strings.CutPrefix(name, "last:"); ok {
		r = v.last
	}
	s, total := model.Evaluate(r), model.Zero
	cells := v.cells(name)
	if len(cells) == 0 {
		t.Fatalf("%s: no cell is named %q", v.file, name)
	}
	for _, id := range cells {
		total = total.Add(s.At(id))
	}
	return big.NewRat(total.Units(), model.Scale)
}

// groups of rows by the beginnings of their names; the form has no subtotals.
var blindGroups = map[string][]string{
	"3.denied": {"3.denied_"}, "3.unavailable": {"3.unavailable_"}, "3.refused": {"3.refused_"},
	"3.others": {"3.other.", "3.other_"}, "4.suits": {"4.direct_suit.", "4.suit_after."},
}

// cells are those that a term names: none for a number.
func (v *voice) cells(term string) []model.CellID {
	name := strings.TrimPrefix(term, "last:")
	form := v.report.Form
	for _, id := range []model.CellID{model.CellID(name), model.CellID(name + ".total")} {
		if form.Cell(id) != nil {
			return []model.CellID{id}
		}
	}
	var ids []model.CellID
	for _, c := range form.Cells() {
		id := string(c.ID)
		inGroup := slices.ContainsFunc(blindGroups[name], func(head string) bool { return strings.HasPrefix(id, head) })
		if inGroup && strings.HasSuffix(id, ".total") {
			ids = append(ids, c.ID)
		}
	}
	if typed := typedOf(form, name); ids == nil && len(typed) == 1 {
		return typed
	}
	return ids
}

// typedOf are the cells of a row that are typed, in the form's order.
func typedOf(form *model.Form, row string) (ids []model.CellID) {
	for _, c := range form.Cells() {
		if strings.HasPrefix(string(c.ID), row+".") && !c.Computed() {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// blindVoices reads the seeded prose and holds each voice's figures to the balances.
func blindVoices(t *testing.T, folder string) []*voice {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.txt"))
	must(t, err)
	var voices []*voice
	for _, file := range files {
		v, err := readVoice(file)
		must(t, err)
		for _, f := range Report(v.report, v.last) {
			if f.Kind == model.KindRelation && f.Severity != model.Hint {
				t.Errorf("%s: %s %s", v.file, f.Rule, f.Message)
			}
		}
		voices = append(voices, v)
	}
	return voices
}

func readVoice(path string) (*voice, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	v := &voice{file: filepath.Base(path), report: zeroed()}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		if err := v.read(lines.Text()); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", v.file, n, err)
		}
	}
	for i := range v.cases {
		v.cases[i].text = strings.TrimSpace(v.cases[i].text)
	}
	if v.last != nil {
		v.last.Unit, v.last.Level, v.last.Year = v.report.Unit, v.report.Level, v.report.Year-1
	}
	return v, lines.Err()
}

// zeroed is a report with 0 in every cell and neutral texts.
func zeroed() *model.Report {
	r := model.NewReport(model.Form2021, "", model.Town, 0)
	for _, c := range r.Form.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Zero
		}
	}
	for _, section := range []string{"1", "5", "6"} {
		r.Text[section] = neutral
	}
	return r
}

// read takes one line of a voice's file, whose README says what there is.
func (v *voice) read(line string) error {
	head, rest, _ := strings.Cut(line, " ")
	if head == "#" {
		w := strings.Fields(rest)
		if len(w) != 4 || !slices.Contains([]string{"true", "fault"}, w[3]) {
			return fmt.Errorf("no number, section, kind and verdict: %q", line)
		}
		v.cases = append(v.cases, seeded{name: strings.TrimSuffix(v.file, ".txt") + "/" + w[0], section: w[1], kind: w[2], fault: w[3] == "fault"})
		return nil
	}
	if len(v.cases) == 0 {
		return v.readReport(head, rest)
	}
	c := &v.cases[len(v.cases)-1]
	switch head {
	case "!":
		c.wrong = append(c.wrong, rest)
	case "@":
		c.claims = append(c.claims, rest)
	case "-":
		c.beyondReckoning = true
	default:
		c.text += line + "\n"
	}
	return nil
}

func (v *voice) readReport(head, rest string) (err error) {
	r := v.report
	switch head {
	case "":
	case "unit":
		r.Unit = rest
	case "level":
		r.Level = model.UnitLevel(rest)
	case "year":
		r.Year, err = strconv.Atoi(rest)
	case "last":
		if v.last == nil {
			v.last = zeroed()
			for k := range v.last.Text {
				v.last.Text[k] = ""
			}
		}
		row, figures, _ := strings.Cut(rest, " ")
		return readRow(v.last, row, figures)
	default:
		return readRow(r, head, rest)
	}
	return err
}

func readRow(r *model.Report, row, figures string) error {
	cells, words := typedOf(r.Form, row), strings.Fields(figures)
	if len(cells) == 0 || len(cells) != len(words) {
		return fmt.Errorf("%s has %d cells, and %d figures stand there", row, len(cells), len(words))
	}
	for i, id := range cells {
		f, err := model.ParseDecimal(words[i])
		if err != nil {
			return err
		}
		r.Figures[id] = f
	}
	return nil
}
