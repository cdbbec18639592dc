package wire_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui"
	"nianbao/ui/backend"
	"nianbao/ui/cli"
	"nianbao/ui/wire"
)

// The steps of README for next year's form, walked with one that nobody has laid
// down: the form of 2021 with a row more in two tables, one row less and one rule
// more. Nothing but this data makes the program know it.

const (
	filed   = model.CellID("2.filing.decided")           // the rows that are new
	secrets = model.CellID("3.denied_data.business")     //
	gone    = model.CellID("3.refused_confirm.business") // the one that is no more
)

func form2027() *model.Form {
	return model.Derive(model.Form2021, func(f *model.Form) {
		f.Edition, f.Years = "2027", [2]int{2027, 0}
		f.Notice = "国办公开办函〔2027〕12号"
		licences := &f.Section("2").Table.Blocks[1]
		licences.Rows = append(licences.Rows, model.Row{Key: "filing", Label: "行政备案", Short: "行政备案", Name: "行政备案", Help: "本年办结的行政备案。"})
		results := &f.Section("3").Table.Blocks[0]
		at := slices.IndexFunc(results.Rows, func(r model.Row) bool { return r.Key == "denied_inquiry" })
		results.Rows = slices.Insert(results.Rows, at+1, model.Row{Key: "denied_data", Label: "9.属于依法保护的数据", Short: "9.依法保护的数据", Name: "不予公开（数据）",
			Groups: results.Rows[at].Groups, Help: "数据安全法、个人信息保护法保护的数据。"})
		results.Rows = slices.DeleteFunc(results.Rows, func(r model.Row) bool { return r.Key == "refused_confirm" })
		for i := range f.Rules {
			switch r := &f.Rules[i]; r.ID {
			case "T3-RES":
				r.Right = append(slices.Clone(r.Right), "3.denied_data.*")
			case "T2-NEG":
				r.Left = append(slices.Clone(r.Left), string(filed))
			case "P-GRP":
				r.Mentions = slices.Clone(r.Mentions)
				for k := range r.Mentions {
					if m := &r.Mentions[k]; len(m.Accept) > 0 && m.Accept[0].Name == "不予公开小计" {
						m.Accept = []model.Sum{{Name: m.Accept[0].Name, Cells: append(slices.Clone(m.Accept[0].Cells), "3.denied_data.total")}}
					}
				}
			}
		}
		f.Rules = append(f.Rules, model.Rule{ID: "T2-FILING", Severity: model.Error, Kind: model.KindRelation, Section: "2", Op: ">=",
			Left: []string{"2.licensing.decided"}, Right: []string{string(filed)}, Says: "备案不多于许可。", Source: "测试",
			Message: "行政备案 {rightsum} 件，比行政许可 {leftsum} 件还多", Fix: "核对两个数。"})
	})
}

// wider is one for 2027 of which that of 2021 is a part: it has a row more, and none
// less.
func wider() *model.Form {
	return model.Derive(model.Form2021, func(f *model.Form) {
		f.Edition, f.Years = "2027", [2]int{2027, 0}
		b := &f.Section("2").Table.Blocks[1]
		b.Rows = append(b.Rows, model.Row{Key: "filing", Label: "行政备案", Short: "行政备案", Name: "行政备案", Help: "备案。"})
	})
}

// filled is a finished report on the form of its year or another's.
func filled(f *model.Form, year int) *model.Report {
	r := model.NewReport(f, "某某镇人民政府", model.Town, year)
	r.Date = fmt.Sprintf("%d-01-15", year+1)
	rng := rand.New(rand.NewPCG(uint64(year), 7))
	for _, c := range f.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Zero
		}
	}
	results := slices.DeleteFunc(slices.Clone(f.Section("3").Table.Blocks[0].Rows), func(row model.Row) bool { return len(row.Groups) == 0 || row.Key == "processed" })
	for _, applicant := range []string{"natural_person", "business", "other_org"} {
		received := int64(4)
		for _, row := range results {
			n := rng.Int64N(9) + 1
			r.Figures[model.CellID("3."+row.Key+"."+applicant)] = model.Count(n)
			received += n
		}
		r.Figures[model.CellID("3.received."+applicant)] = model.Count(received)
		r.Figures[model.CellID("3.carried_out."+applicant)] = model.Count(4)
	}
	for id, n := range map[model.CellID]int64{"2.licensing.decided": 40, filed: 12, "2.normative.issued": 2, "2.normative.in_force": 9, "4.reconsideration.upheld": 1} {
		if f.Cell(id) != nil {
			r.Figures[id] = model.Count(n)
		}
	}
	r.Text["0"] = fmt.Sprintf("根据%s编制，统计期限自%d年1月1日至%d年12月31日。", f.Notice, year, year)
	r.Text["1"] = "全镇推进政务公开，主动公开信息 61 条，依申请公开都按期答复，加强信息管理、平台建设和监督考核，组织培训、社会评议，没有责任追究。"
	r.Text["5"] = "存在的主要问题是公开的内容还不够多，更新不够及时。下一步加强培训，改进工作，按月检查。"
	r.Text["6"] = "本年没有收取信息处理费。"
	return r
}

// desk is the program over a store of its own.
type desk struct {
	*testing.T
	m   *wire.Machine
	dir string
	now time.Time

	sessions int
}

func newDesk(t *testing.T) *desk {
	d := &desk{T: t, dir: t.TempDir(), now: time.Date(2028, 1, 10, 9, 0, 0, 0, time.UTC)}
	d.m = &wire.Machine{Actor: model.Actor{User: "王芳"}, Now: time.Now}
	return d
}

// session names another session.
func (d *desk) session() string {
	d.sessions++
	return fmt.Sprint("session ", d.sessions)
}

// shell runs a command, with what is typed into it.
func (d *desk) shell(typed string, args ...string) (out, errs string, status int) {
	var stdout, stderr bytes.Buffer
	env := &cli.Env{Stdin: strings.NewReader(typed), Stdout: &stdout, Stderr: &stderr, Files: d.m.Files(), User: "王芳", SessionID: d.session,
		Now:     func() time.Time { return d.now },
		Folder:  func(string) backend.Folder { return d.m.Folder(d.dir) },
		Limited: func() (string, bool) { return "", true }}
	status = cli.Run(env, args)
	return stdout.String(), stderr.String(), status
}

// must is shell for what has to succeed.
func (d *desk) must(args ...string) string {
	d.Helper()
	out, errs, status := d.shell("", args...)
	if status != 0 {
		d.Fatalf("%v ends with %d: %s%s", args, status, out, errs)
	}
	return out
}

func (d *desk) store() backend.Store {
	d.Helper()
	s, err := d.m.Folder(d.dir).Open()
	if err != nil {
		d.Fatal(err)
	}
	return s
}

func (d *desk) keep(r *model.Report) {
	d.Helper()
	if _, err := d.store().Create(r, "新建"); err != nil {
		d.Fatal(err)
	}
}

func (d *desk) load(name string) *model.Report {
	d.Helper()
	r, err := d.store().Load(name)
	if err != nil {
		d.Fatal(err)
	}
	return r
}

// written are a report's files in every format that can be read: all but pictures.
func (d *desk) written(r *model.Report) (paths []string) {
	d.Helper()
	dir := d.TempDir()
	for _, f := range d.m.Files().Formats() {
		path := filepath.Join(dir, "年报"+f.Ext)
		if !slices.Contains(d.m.Files().Extensions(), f.Ext) {
			continue
		}
		if _, err := d.m.Files().WriteFile(path, f.Name, r, model.FileOptions{}); err != nil {
			d.Fatalf("%s of %s: %v", f.Name, r.Name(), err)
		}
		paths = append(paths, path)
	}
	return paths
}

func (d *desk) read(path string) *model.Reading { d.Helper(); return d.readAs(path, 0) }

// readAs is read where the year is said, 0 for the file's.
func (d *desk) readAs(path string, year int) *model.Reading {
	d.Helper()
	x, err := d.m.Files().Read(path, model.ReadOptions{Year: year})
	if err != nil {
		d.Fatal(err)
	}
	return x
}

// sameFigures compares what two reports have in their cells.
func (d *desk) sameFigures(what string, got, want *model.Report) {
	d.Helper()
	if got.Form != want.Form {
		d.Errorf("%s: it is on the form of %s, want %s", what, got.Form.Edition, want.Form.Edition)
		return
	}
	is, was := model.Evaluate(got), model.Evaluate(want)
	for _, c := range want.Form.Cells() {
		if is.At(c.ID) != was.At(c.ID) {
			d.Errorf("%s: %s is %q, want %q", what, c.ID, is.At(c.ID), was.At(c.ID))
		}
	}
}

func rulesOf(findings []check.Finding) (rules []string) {
	for _, f := range findings {
		rules = append(rules, f.Rule)
	}
	return rules
}

func TestNextForm(t *testing.T) {
	if err := check.Validate(form2027()); err != nil {
		t.Fatal(err)
	}
	t.Run("old files read back as themselves", nextFormOldFiles)
	t.Run("the year decides", nextFormYears)
	t.Run("last year carries over", nextFormLastYear)
	t.Run("the shell", nextFormShell)
	t.Run("the check", nextFormCheck)
	t.Run("the files", nextFormFiles)
	t.Run("blank workbooks", nextFormBlank)
	t.Run("the screens", nextFormScreens)
}

// nextFormOldFiles: a new form changes nothing in how any older file is read,
// neither those of the program in any format nor the real ones, nor of those that
// were written on an old form after its time.
func nextFormOldFiles(t *testing.T) {
	d := newDesk(t)
	old := []*model.Report{filled(model.Form2021, 2025), filled(model.Form2021, 2021), filled(model.Form2019(), 2020),
		filled(model.Form2019(), 2022), filled(model.Form2021, 2020), filled(model.Form2021, 2027), model.NewReport(model.Form2021, "某某镇人民政府", model.Town, 2024)}
	before := map[string]*model.Reading{}
	own := map[string]*model.Report{}
	for _, r := range old {
		for _, path := range d.written(r) {
			before[path], own[path] = d.read(path), r
		}
	}
	real, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "reports", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range real {
		before[path] = d.readAs(path, 2024) // the official empty form has no year
	}
	if len(real) == 0 {
		t.Log("the real reports are not in ../shared")
	}
	for name, form := range map[string]*model.Form{"with a row less": form2027(), "with all of the old one's rows": wider()} {
		t.Run(name, func(t *testing.T) {
			model.TryEdition(t, form)
			for path, was := range before {
				year := 0
				if slices.Contains(real, path) {
					year = 2024
				}
				is := d.readAs(path, year)
				if !reflect.DeepEqual(is, was) {
					t.Errorf("%s reads otherwise: on the form of %s, was on that of %s", path, is.Report.Form.Edition, was.Report.Form.Edition)
				}
				if r := own[path]; r != nil {
					d.sameFigures(filepath.Ext(path)+" of "+r.Name()+" on the form of "+r.Form.Edition, is.Report, r)
				}
			}
		})
	}
}

// nextFormYears: a new report is on the form of its year, on the screens and in the
// shell, whatever year it is today.
func nextFormYears(t *testing.T) {
	model.TryEdition(t, form2027())
	d := newDesk(t)
	for year, want := range map[int]string{2019: "2019", 2020: "2019", 2021: "2021", 2025: "2021", 2026: "2021", 2027: "2027", 2030: "2027"} {
		d.must("new", "--unit", "某某镇人民政府", "--year", fmt.Sprint(year))
		if got := d.load(fmt.Sprintf("某某镇人民政府-%d", year)).Form.Edition; got != want {
			t.Errorf("the shell's report of %d is on the form of %s, want %s", year, got, want)
		}
	}
	for year, want := range map[int]bool{2020: false, 2026: false, 2027: true} {
		if out := d.must("rules", "--year", fmt.Sprint(year)); strings.Contains(out, "T2-FILING") != want {
			t.Errorf("the rules of %d have the new one: %v, want %v", year, !want, want)
		}
	}
	if out := d.must("rules"); !strings.Contains(out, "T2-FILING") {
		t.Error("in 2028 the rules are not those of 2027")
	}
	d.now = time.Date(2027, 1, 10, 9, 0, 0, 0, time.UTC)
	if out := d.must("rules"); strings.Contains(out, "T2-FILING") {
		t.Error("in January 2027 the rules are not those of 2026")
	}
	s := d.sit("")
	s.press("n", "某某乡人民政府", "enter", "enter", "enter", "enter")
	if got := d.load("某某乡人民政府-2026").Form.Edition; got != "2021" {
		t.Errorf("the screens' report of 2026 is on the form of %s", got)
	}
	d.now = time.Date(2028, 1, 10, 9, 0, 0, 0, time.UTC)
	s = d.sit("")
	s.press("n", "某某村委会", "enter", "enter", "enter", "enter")
	if got := d.load("某某村委会-2027").Form.Edition; got != "2027" {
		t.Errorf("the screens' report of 2027 is on the form of %s", got)
	}
}

// nextFormLastYear: what last year's report on the old form leaves behind begins
// this one's, and its figures are compared and shown, but for rows that are no more.
func nextFormLastYear(t *testing.T) {
	model.TryEdition(t, form2027())
	d := newDesk(t)
	last := filled(model.Form2021, 2026)
	d.keep(last)
	out, errs, status := d.shell("", "new", "--from", last.Name())
	if status != 0 || !strings.Contains(errs, "上年结转 6 格") {
		t.Errorf("new --from ends with %d: %s%s", status, out, errs)
	}
	r := d.load("某某镇人民政府-2027")
	if r.Form.Edition != "2027" || r.Figures["3.carried_in.business"] != model.Count(4) {
		t.Errorf("a report on the form of %s begins with %s", r.Form.Edition, r.Figures["3.carried_in.business"])
	}
	whole := filled(r.Form, 2027)
	whole.Figures["3.carried_in.business"] = model.Count(3)
	whole.Figures["2.normative.in_force"] = model.Count(30)
	said := rulesOf(check.Report(whole, last))
	for _, rule := range []string{"Y-CARRY", "Y-STOCK"} {
		if !slices.Contains(said, rule) {
			t.Errorf("nothing says %s of last year's figures: %v", rule, said)
		}
	}
	as, own := model.EvaluateAs(last, r.Form), model.Evaluate(last)
	for _, c := range r.Form.Cells() {
		if model.Form2021.Cell(c.ID) != nil && as.At(c.ID) != own.At(c.ID) {
			t.Errorf("last year's %s is %q, want %q", c.ID, as.At(c.ID), own.At(c.ID))
		}
	}
	if as.At(filed).Filled() {
		t.Error("last year has a figure in a row that it had not")
	}
	if out := d.must("diff", last.Name(), r.Name()); !strings.Contains(out, "甲 2021 版，乙 2027 版") {
		t.Errorf("diff does not say that the forms differ: %s", out)
	}
}

// nextFormShell: the shell's commands work on the new form's cells and on no
// others.
func nextFormShell(t *testing.T) {
	model.TryEdition(t, form2027())
	d := newDesk(t)
	d.must("new", "--unit", "某某镇人民政府", "--year", "2027")
	d.must("set", "某某镇-2027", string(filed)+"=7", "三.依法保护的数据.商业企业=2")
	r := d.load("某某镇人民政府-2027")
	if r.Figures[filed] != model.Count(7) || r.Figures[secrets] != model.Count(2) {
		t.Errorf("set makes it %s and %s", r.Figures[filed], r.Figures[secrets])
	}
	if out := d.must("show", "某某镇-2027"); !strings.Contains(out, "行政备案") || strings.Contains(out, "确认或重新出具") {
		t.Errorf("show: %s", out)
	}
	if _, _, status := d.shell("", "set", "某某镇-2027", string(gone)+"=1"); status != 2 {
		t.Errorf("a row that is no more can be set: %d", status)
	}
	out, errs, status := d.shell("8\nq\n", "edit", "某某镇-2027", "--plain", "--at", string(filed))
	if status != 0 || !strings.Contains(out, "行政备案") || d.load("某某镇人民政府-2027").Figures[filed] != model.Count(8) {
		t.Errorf("question by question it ends with %d: %s%s", status, out, errs)
	}
	whole := filled(model.FormOf("2027"), 2027)
	for _, path := range d.written(whole) {
		d.must("import", path, "--into", "某某镇-2027", "--conflicts", "take", "--only", "二,三,四")
		d.sameFigures("imported from "+filepath.Ext(path), d.load("某某镇人民政府-2027"), whole)
		d.must("set", "某某镇-2027", string(filed)+"=", string(secrets)+"=")
	}
}

// nextFormCheck: sums have the new rows, blanks are found in them, and the new
// rule speaks; a report that is still on the old form is told.
func nextFormCheck(t *testing.T) {
	f := form2027()
	model.TryEdition(t, f)
	r := filled(f, 2027)
	if said := check.Report(r, nil); len(said) > 0 {
		t.Errorf("a sound report: %v", said)
	}
	r.Figures[secrets] = r.Figures[secrets].Add(model.Count(1))
	if said := rulesOf(check.Report(r, nil)); !slices.Contains(said, "T3-BAL") {
		t.Errorf("one more in the new row and the balance holds: %v", said)
	}
	delete(r.Figures, secrets)
	if said := check.Report(r, nil); !slices.ContainsFunc(said, func(x check.Finding) bool { return x.Kind == model.KindFilled && slices.Contains(x.Cells, secrets) }) {
		t.Errorf("the blank in the new row is not found: %v", said)
	}
	r = filled(f, 2027)
	r.Figures[filed] = model.Count(41)
	if said := rulesOf(check.Report(r, nil)); !slices.Equal(said, []string{"T2-FILING"}) {
		t.Errorf("the new rule's finding: %v", said)
	}
	r = filled(f, 2027)
	r.Text["0"] = "根据" + model.Form2021.Notice + "编制。"
	if said := check.Report(r, nil); !slices.ContainsFunc(said, func(x check.Finding) bool { return x.Kind == model.KindNotice }) {
		t.Errorf("the notice of the form before is quoted, and nothing said: %v", said)
	}
	d := newDesk(t)
	d.keep(filled(model.Form2021, 2027))
	if out, _, status := d.shell("", "check", "某某镇-2027"); status != 1 || !strings.Contains(out, "2021 年表式，2027 年度已经改用 2027 年表式") {
		t.Errorf("check of a report on the old form ends with %d: %s", status, out)
	}
}

// nextFormFiles: every writer prints the new rows and not the one that is no more,
// and every format reads back as it was written.
func nextFormFiles(t *testing.T) {
	f := form2027()
	model.TryEdition(t, f)
	d := newDesk(t)
	r := filled(f, 2027)
	labels := regexp.MustCompile(`属于\s*依法\s*保护`)
	for _, path := range d.written(r) {
		x := d.read(path)
		d.sameFigures("read back from "+filepath.Ext(path), x.Report, r)
		if !x.Report.Form.Cell(filed).Computed() && x.Report.Figures[filed] != model.Count(12) {
			t.Errorf("%s has %s in the new row", path, x.Report.Figures[filed])
		}
		if x.Report.Text["1"] != r.Text["1"] {
			t.Errorf("%s has another text: %s", path, x.Report.Text["1"])
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		switch filepath.Ext(path) { // the others are packed
		case ".html", ".md", ".txt", ".csv":
			if text := string(data); !labels.MatchString(text) || strings.Contains(text, "重新出具") {
				t.Errorf("%s has not the form's rows", path)
			}
		}
	}
}

// nextFormBlank: the empty workbook is of the year that it is for, and comes back
// on its form.
func nextFormBlank(t *testing.T) {
	model.TryEdition(t, form2027())
	d := newDesk(t)
	for year, want := range map[string]string{"2020": "2019", "2025": "2021", "2027": "2027"} {
		path := filepath.Join(t.TempDir(), "空表.xlsx")
		d.must("export", "--blank", "-f", "xlsx", "--unit", "某某镇人民政府", "--year", year, "-o", path)
		if got := d.read(path).Report.Form.Edition; got != want {
			t.Errorf("the empty form for %s is that of %s, want %s", year, got, want)
		}
	}
}

// nextFormScreens: the tables on the screens have the new rows; what is typed there
// is saved, summed and checked.
func nextFormScreens(t *testing.T) {
	model.TryEdition(t, form2027())
	d := newDesk(t)
	d.keep(filled(model.Form2021, 2026))
	r := filled(model.FormOf("2027"), 2027)
	delete(r.Figures, filed)
	d.keep(r)
	s := d.sit(r.Name())
	s.press("2")
	s.see("行政备案", "现行有效")
	s = d.sitAt(r.Name(), filed)
	s.see("行政备案", "本年办结的行政备案")
	s.press("41", "enter", "ctrl+s")
	if got := d.load(r.Name()).Figures[filed]; got != model.Count(41) {
		t.Errorf("typed on the screen it is %q", got)
	}
	s.press("f6")
	s.see("行政备案 41 件，比行政许可 40 件还多")
	s = d.sitAt(r.Name(), secrets)
	s.see("9.属于依法保护的数据")
	if strings.Contains(s.screen(), "确认或重新出具") {
		t.Errorf("the row that is no more is on the screen:\n%s", s.screen())
	}
	s = d.sitAt(r.Name(), "3.carried_in.business")
	s.see("上年报告「结转下年」4")
}

// sitting is somebody at the screens; what the program does beside runs at once,
// and no clock runs out.
type sitting struct {
	*testing.T
	app *ui.App
}

func (d *desk) sit(report string) *sitting { return d.sitAt(report, "") }

func (d *desk) sitAt(report string, cell model.CellID) *sitting {
	deps := ui.Deps{Folder: d.m.Folder(d.dir), Store: d.store(), Files: d.m.Files(), Now: func() time.Time { return d.now }, SessionID: d.session, User: "王芳",
		ExportDir: d.dir, RescueDirs: []string{d.dir}, Tick: func(time.Duration, tea.Msg) tea.Cmd { return nil }}
	s := &sitting{d.T, ui.New(deps)}
	if report != "" {
		s.app = ui.NewAt(deps, report, cell, false)
	}
	s.run(s.app.Init())
	s.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	return s
}

func (s *sitting) send(msg tea.Msg) {
	_, cmd := s.app.Update(msg)
	s.run(cmd)
}

func (s *sitting) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil, tea.QuitMsg:
	case tea.BatchMsg:
		for _, c := range msg {
			s.run(c)
		}
	default:
		s.send(msg)
	}
}

func (s *sitting) press(keys ...string) {
	for _, k := range keys {
		switch k {
		case "enter":
			s.send(tea.KeyPressMsg{Code: tea.KeyEnter})
		case "f6":
			s.send(tea.KeyPressMsg{Code: tea.KeyF6})
		case "ctrl+s":
			s.send(tea.KeyPressMsg{Code: 's', Mod: tea.ModCtrl})
		default:
			for _, r := range k {
				s.send(tea.KeyPressMsg{Code: r, Text: string(r)})
			}
		}
	}
}

var colours = regexp.MustCompile("\x1b\\[[0-9;:]*m")

func (s *sitting) screen() string { return colours.ReplaceAllString(s.app.View().Content, "") }

func (s *sitting) see(texts ...string) {
	s.Helper()
	for _, text := range texts {
		if !strings.Contains(s.screen(), text) {
			s.Errorf("%q is not on the screen:\n%s", text, s.screen())
		}
	}
}
