package cli

import (
	"cmp"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
)

// exportListed exports a report of the list.
func (p *plain) exportListed(words string) error {
	which, formats, _ := strings.Cut(words, " ")
	s, err := p.askReport(which, "导出")
	if err != nil {
		return p.unlessNothing(err)
	}
	r, err := p.store.Load(s.Report)
	if err != nil {
		return err
	}
	subject, err := p.beside(r)
	if err != nil {
		return err
	}
	return p.write(subject, formats, false)
}

// export writes the finished files, or says what keeps it from that.
func (p *plain) export(words string) error { return p.exportNow(words, false) }

// exportDraft writes drafts.
func (p *plain) exportDraft(words string) error { return p.exportNow(words, true) }

func (p *plain) exportNow(words string, draft bool) error {
	if err := p.save(); err != nil {
		return err
	}
	if p.desk.Session().Dirty() {
		return p.printf("! 还有改动没有保存，没有导出。\n")
	}
	return p.write(p.subject(), words, draft)
}

// write asks for what was not told and writes the files.
func (p *plain) write(s *subject, words string, draft bool) (err error) {
	errorCount, _, _ := check.Count(s.findings)
	if errorCount > 0 && !draft {
		p.listed = s.findings
		if err := p.printf("! 还有 %d 条错误，没有导出正式文件：\n", errorCount); err != nil {
			return err
		}
		open := slices.DeleteFunc(slices.Clone(s.findings), func(f check.Finding) bool { return f.Severity != model.Error || f.Explained })
		if err := p.tellFindings("  ! ", open); err != nil {
			return err
		}
		if draft, err = p.yes("先导出草稿吗，首页注明「草稿」"); err != nil || !draft {
			return err
		}
	}
	formats, err := p.askFormats(words)
	if err != nil || formats == nil {
		return err
	}
	folder, err := p.askFolder()
	if err != nil || folder == "" {
		return p.fail(err)
	}
	c := output{call: p.call, out: folder + string(filepath.Separator), formats: formats, draft: draft, again: "要换掉它，先把它移走"}
	files, err := c.exportFiles([]*subject{s})
	if err != nil && !errors.Is(err, errFindings) {
		return p.fail(err)
	}
	p.formats, p.into = formats, folder
	_ = backend.ChangeSettings(p.store, func(s *backend.Settings) { s.Formats = formats }) // alone it is not worth a word
	if open := warningsOf([]*subject{s}); len(open) > 0 {
		if err := p.printf("还有 %d 条警告没有说明：\n", len(open)); err != nil {
			return err
		}
		if err := p.tellFindings("  ", open); err != nil {
			return err
		}
	}
	kind := "正式文件"
	if draft {
		kind = "草稿"
	}
	if err := p.printf("%s，%d 个：\n", kind, len(files)); err != nil {
		return err
	}
	return p.printFiles(files)
}

// askFormats are the formats that are named, by name or number; nil where somebody goes back.
func (p *plain) askFormats(words string) ([]string, error) {
	known := p.Files.Formats()
	for {
		if words == "" {
			for i, f := range known {
				if err := p.printf("%d  %s  %s\n", i+1, f.Name, f.Title); err != nil {
					return nil, err
				}
			}
			var err error
			if words, err = p.ask("格式（直接回车是 %s；可以写几种，名称或编号；q 不导出）> ", strings.Join(p.formats, " ")); err != nil {
				return nil, err
			}
			if fold(words) == "q" {
				return nil, nil
			}
			words = cmp.Or(words, strings.Join(p.formats, " "))
		}
		var formats []string
		var wrong error
		for _, w := range strings.FieldsFunc(fold(words), func(r rune) bool { return strings.ContainsRune(" ,、", r) }) {
			if n := number(w); n >= 1 && n <= len(known) {
				w = known[n-1].Name
			}
			wrong = cmp.Or(wrong, p.knownFormat(w))
			if !slices.Contains(formats, w) {
				formats = append(formats, w)
			}
		}
		if wrong == nil && len(formats) > 0 {
			return formats, nil
		}
		if err := p.fail(cmp.Or(wrong, p.knownFormat(""))); err != nil {
			return nil, err
		}
		words = ""
	}
}

// askFolder asks for the folder to write to; "" where somebody goes back.
func (p *plain) askFolder() (string, error) {
	answer, err := p.ask("文件夹（直接回车是 %s；没有的会建好；q 不导出）> ", p.here(p.into))
	if err != nil || fold(answer) == "q" {
		return "", err
	}
	folder := cmp.Or(backend.TypedPath(answer, p.here(p.into)), filepath.Join(p.here(p.into), answer))
	if answer == "" {
		folder = p.here(p.into)
	}
	return folder, p.Fence.Check(folder)
}
