package persist

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nianbao/model"
)

var (
	zhang = model.Actor{User: "zhang", From: "10.0.0.7"}
	li    = model.Actor{User: "li"}
)

// start is when every test's clock begins.
var start = time.Date(2026, 1, 5, 9, 0, 0, 0, time.FixedZone("CST", 8*3600))

// ticking is a clock that moves by a second a reading.
func ticking() func() time.Time {
	var mu sync.Mutex
	now := start
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Second)
		return now
	}
}

func open(t testing.TB, dir string, who model.Actor) *Store {
	t.Helper()
	s, err := Open(dir, who, ticking())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sample is a report with every cell filled, no errors, and texts of the length
// that towns write.
func sample(unit string, year int) *model.Report {
	rng := rand.New(rand.NewPCG(uint64(year), uint64(len(unit))))
	r := model.NewReport(model.Form2021, unit, model.Town, year)
	s := model.NewSession(r, "sample")
	for _, e := range []model.Edit{
		model.FillZero(r, ""), model.SetText(r, "1", prose(rng, 1500)), model.SetText(r, "5", prose(rng, 600)),
		model.SetText(r, "6", prose(rng, 200)),
	} {
		if err := s.Apply(e); err != nil {
			panic(err)
		}
	}
	for _, column := range []string{"natural_person", "business", "other_org"} {
		n := model.Count(rng.Int64N(400))
		received, granted := model.CellID("3.received."+column), model.CellID("3.granted."+column)
		if err := s.Apply(model.SetFigures(r, model.CellFigure{Cell: received, Figure: n}, model.CellFigure{Cell: granted, Figure: n})); err != nil {
			panic(err)
		}
	}
	return r
}

// prose is Chinese-looking text of n characters.
func prose(rng *rand.Rand, n int) string {
	words := strings.Fields("主动公开 依申请公开 政府信息 管理 平台建设 监督保障 我镇 严格按照 条例 要求 进一步 加强 组织领导 完善 制度 及时 发布 各类 信息 条 " +
		"答复 群众 关切 政策解读 不断 提高 质量 和 水平 全年 共 受理 件 同比 增长 按时办结率 培训 人员 考核 存在 不足 下一步 将 持续 改进")
	var b strings.Builder
	for b.Len() < 3*n {
		b.WriteString(words[rng.IntN(len(words))])
		switch rng.IntN(8) {
		case 0:
			b.WriteString("，")
		case 1:
			b.WriteString("。\n")
		case 2:
			fmt.Fprint(&b, rng.IntN(1000))
		}
	}
	return b.String()
}

// sitting is a stored report and a session over it.
type sitting struct {
	t     testing.TB
	store *Store
	*model.Session
}

func sit(t testing.TB, s *Store, r *model.Report, id string) sitting {
	return sitting{t, s, model.NewSession(r, id)}
}

// begin creates a report and sits down to it.
func begin(t testing.TB, s *Store, r *model.Report) sitting {
	t.Helper()
	stored, err := s.Create(r, "新建报告")
	if err != nil {
		t.Fatal(err)
	}
	return sit(t, s, stored, "a")
}

// set changes one figure, unsaved.
func (s sitting) set(cell model.CellID, n int64) sitting {
	s.t.Helper()
	if err := s.Apply(model.SetFigures(s.Report(), model.CellFigure{Cell: cell, Figure: model.Count(n)})); err != nil {
		s.t.Fatal(err)
	}
	return s
}

// write goes on typing a text, unsaved.
func (s sitting) write(section, text string) sitting {
	s.t.Helper()
	if err := s.Continue(model.SetText(s.Report(), section, text)); err != nil {
		s.t.Fatal(err)
	}
	return s
}

func (s sitting) field(field, value string) sitting {
	s.t.Helper()
	if err := s.Apply(model.SetField(s.Report(), field, value)); err != nil {
		s.t.Fatal(err)
	}
	return s
}

// try saves as the screen does.
func (s sitting) try() error {
	r, edits := s.Take()
	revision, err := s.store.Save(r, edits)
	if err != nil {
		s.NotSaved()
		return err
	}
	s.Saved(revision)
	return nil
}

func (s sitting) save() sitting {
	s.t.Helper()
	if err := s.try(); err != nil {
		s.t.Fatal(err)
	}
	return s
}

func (s sitting) id() string { return s.Report().ID }

func (s sitting) log() []model.LogEntry {
	s.t.Helper()
	entries, err := s.store.Log(s.id())
	if err != nil {
		s.t.Fatal(err)
	}
	return entries
}

// kept lists the revisions that can be read.
func (s sitting) kept() []int {
	s.t.Helper()
	var kept []int
	for n := 1; n <= s.Report().Revision; n++ {
		r, err := s.store.Revision(s.id(), n)
		switch {
		case errors.Is(err, ErrNotFound):
		case err != nil:
			s.t.Fatal(err)
		case r.Revision != n || r.ID != s.id():
			s.t.Fatalf("revision %d of %s is %d of %s", n, s.id(), r.Revision, r.ID)
		default:
			kept = append(kept, n)
		}
	}
	return kept
}

// wantKind checks an error's kind, its code and that it speaks Chinese.
func wantKind(t testing.TB, err error, kind *Kind) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Fatalf("error %v, want %v", err, kind)
	}
	var spoken interface {
		Code() string
		Hint() string
	}
	if !errors.As(fmt.Errorf("wrapped: %w", err), &spoken) || spoken.Code() != kind.Code() {
		t.Fatalf("%v has no code %q", err, kind.Code())
	}
	for _, s := range []string{err.Error(), spoken.Hint()} {
		if !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4e00 && r < 0xa000 }) {
			t.Fatalf("%q is not Chinese", s)
		}
	}
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// writeStore makes a folder whose data file has that content.
func writeStore(t testing.TB, content []byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, fileName), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func folder(s *Store) string { return filepath.Dir(s.Path()) }
