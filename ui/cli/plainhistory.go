package cli

import (
	"errors"
	"strings"

	"nianbao/model"
	"nianbao/ui/backend"
)

// compareText is what differs between a revision and now, for people.
func compareText(old, now *model.Report) string {
	return strings.Join(model.Compared(old, now), "\n") + "\n"
}

// history tells who changed what, the newest first, and leads to earlier revisions.
func (p *plain) history(string) error {
	const page = 12
	for from := 0; ; {
		log, err := backend.LastLog(p.store, p.report().ID, page)
		if from > 0 {
			log, err = p.store.LogPage(p.report().ID, from, page)
		}
		if err != nil {
			return p.fail(err)
		}
		for i := range log.Entries {
			if err := p.printf("%s", entryText(p.report(), log.Entries[i], "，输入稿次看这一稿")); err != nil {
				return err
			}
		}
		next := log.Next()
		for again := true; again; {
			leave := "直接回车看更早的，q 返回"
			if next == 0 {
				leave = "直接回车返回"
			}
			line, err := p.ask("修改记录（输入稿次看这一稿，b 稿次 比较，f 稿次 恢复；%s）> ", leave)
			if err != nil {
				return err
			}
			cmd, rest, ok := commandIn(inHistory, line)
			switch {
			case line == "":
				again = false
			case ok:
				err = p.fail(cmd.do(p, rest))
			default:
				err = p.fail(p.revision(line, p.readOut))
			}
			if errors.Is(err, errBack) {
				return nil
			}
			if err != nil {
				return err
			}
		}
		if from = next; from == 0 {
			return nil
		}
	}
}

// revision reads a revision that was named, for what comes next.
func (p *plain) revision(words string, then func(old *model.Report) error) error {
	n, _ := cutNumber(words)
	if n == 0 {
		return p.printf("! 请写稿次，如 12。\n")
	}
	old, err := p.store.Revision(p.report().ID, n)
	if err != nil {
		return err
	}
	return then(old)
}

// compare tells what differs between a revision and now.
func (p *plain) compare(words string) error {
	return p.revision(words, func(old *model.Report) error { return p.printf("%s", compareText(old, p.report())) })
}

// restore makes a revision's content the report's again, once that is agreed to.
func (p *plain) restore(words string) error {
	if err := p.desk.Session().Locked(); err != nil {
		return p.fail(err)
	}
	return p.revision(words, func(old *model.Report) error {
		e := model.Restore(p.report(), old)
		if err := p.printf("%s", compareText(old, p.report())); err != nil || e.Empty() {
			return err
		}
		sure, err := p.yes("恢复成第 %d 稿的内容，有 %d 处会变；现在这一稿也留在记录里。恢复吗", old.Revision, len(e.Changes))
		if err != nil || !sure {
			return err
		}
		return p.do(model.Restore(p.report(), old))
	})
}
