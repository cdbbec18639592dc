package ui

import (
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
)

// handUp writes the one file that a collector takes without a question: the exchange file of
// a final report, with its explanations and its checksum.
func handUp(a *App) tea.Cmd {
	if !canHandUp(a) {
		a.warn(say("报送的是定稿：先按 {key:contents.finish} 定稿，再按 {key:contents.hand-up}"))
		return nil
	}
	folder := backend.AtHome(a.deps.ExportDir)
	if err := a.deps.Fence.Check(folder); err != nil {
		a.fail(err)
		return nil
	}
	return a.leave(func() tea.Cmd { return a.wait(handedUp(a, folder)) }) // which saves first
}

// handedUp writes the file of the report as it has been saved.
func handedUp(a *App, folder string) func() func() tea.Cmd {
	r, store, files := a.session().Report().Clone(), a.deps.Store, a.deps.Files
	return func() func() tea.Cmd {
		const format = "json"
		o := model.FileOptions{MakeFolder: true}
		var written model.Written
		var err, unmarked error
		if o.Known, err = store.ExportedSums(r.ID); err == nil {
			written, err = files.WriteFile(filepath.Join(folder, files.FileName(r, format, o)), format, r, o)
		}
		if err == nil {
			unmarked = store.MarkExported(r.ID, r.Revision, "报送", true, []string{written.Sum})
		}
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			a.inform("要报送的文件存在 " + written.Path + "；校验码 " + r.Seal() + "。把它发给汇总的机关")
			if unmarked != nil {
				a.warn("文件存在 " + written.Path + "，但没有记入修改记录：" + backend.Message(unmarked))
			}
			return nil
		}
	}
}

// canHandUp reports whether the report in hand is one to hand up.
func canHandUp(a *App) bool { return a.session().Report().State == model.Final }
