// Package storetest is what the tests of stores have in common: people, reports,
// and sittings that change and save them.
package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"nianbao/model"
)

// People who use stores.
var (
	Zhang = model.Actor{User: "zhang", From: "10.0.0.7"}
	Li    = model.Actor{User: "li"}
)

// Start is when every test's clock begins.
var Start = time.Date(2026, 1, 5, 9, 0, 0, 0, time.FixedZone("CST", 8*3600))

// Ticking is a clock that moves by a second a reading.
func Ticking() func() time.Time {
	var mu sync.Mutex
	now := Start
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Second)
		return now
	}
}

// Sample is a report with every cell filled, no errors, and texts of the length
// that towns write.
func Sample(unit string, year int) *model.Report {
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

// Store is what a sitting needs of a store.
type Store interface {
	Create(r *model.Report, label string) (*model.Report, error)
	Save(r *model.Report, edits []model.Edit) (int, error)
	Merge(r *model.Report, edits []model.Edit, place string, join func(*model.Report) (*model.Report, []model.Edit)) (int, error)
	Reload(id string) (*model.Report, error)
	Log(id string) ([]model.LogEntry, error)
	Revision(id string, revision int) (*model.Report, error)
	MarkExported(id string, revision int, label string, finished bool, sums []string) error
	SavePlace(id, place string) error
}

// Sitting is a stored report and a session over it.
type Sitting struct {
	T     testing.TB
	Store Store
	*model.Session
}

// Sit sits down to a report.
func Sit(t testing.TB, s Store, r *model.Report, id string) Sitting {
	return Sitting{t, s, model.NewSession(r, id)}
}

// Begin creates a report and sits down to it.
func Begin(t testing.TB, s Store, r *model.Report) Sitting {
	t.Helper()
	stored, err := s.Create(r, "新建报告")
	if err != nil {
		t.Fatal(err)
	}
	return Sit(t, s, stored, "a")
}

// Set changes one figure, unsaved.
func (s Sitting) Set(cell model.CellID, n int64) Sitting {
	s.T.Helper()
	if err := s.Apply(model.SetFigures(s.Report(), model.CellFigure{Cell: cell, Figure: model.Count(n)})); err != nil {
		s.T.Fatal(err)
	}
	return s
}

// Write goes on typing a text, unsaved.
func (s Sitting) Write(section, text string) Sitting {
	s.T.Helper()
	if err := s.Continue(model.SetText(s.Report(), section, text)); err != nil {
		s.T.Fatal(err)
	}
	return s
}

// Field changes a field, unsaved.
func (s Sitting) Field(field, value string) Sitting {
	s.T.Helper()
	if err := s.Apply(model.SetField(s.Report(), field, value)); err != nil {
		s.T.Fatal(err)
	}
	return s
}

// Try saves as the screen does.
func (s Sitting) Try() error {
	r, edits := s.Take()
	revision, err := s.Store.Save(r, edits)
	if err != nil {
		s.NotSaved()
		return err
	}
	s.Saved(revision)
	return nil
}

// Save does, and has to.
func (s Sitting) Save() Sitting {
	s.T.Helper()
	if err := s.Try(); err != nil {
		s.T.Fatal(err)
	}
	return s
}

// ID is the report's.
func (s Sitting) ID() string { return s.Report().ID }

// Log is the report's.
func (s Sitting) Log() []model.LogEntry {
	s.T.Helper()
	entries, err := s.Store.Log(s.ID())
	if err != nil {
		s.T.Fatal(err)
	}
	return entries
}

// Kept lists the revisions that can be read.
func (s Sitting) Kept() []int {
	s.T.Helper()
	var kept []int
	for n := 1; n <= s.Report().Revision; n++ {
		r, err := s.Store.Revision(s.ID(), n)
		var kind Kind
		switch {
		case errors.As(err, &kind) && kind.Code() == "not-found":
		case err != nil:
			s.T.Fatal(err)
		case r.Revision != n || r.ID != s.ID():
			s.T.Fatalf("revision %d of %s is %d of %s", n, s.ID(), r.Revision, r.ID)
		default:
			kept = append(kept, n)
		}
	}
	return kept
}

// Kind is a class of problem.
type Kind interface {
	error
	Code() string
}

// WantKind checks an error's kind, its code and that it speaks Chinese.
func WantKind(t testing.TB, err error, kind Kind) {
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
