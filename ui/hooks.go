package ui

import (
	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/keymap"
)

// What a screen may do beside what every screen does. The App asks for these by their
// names, and the lists below say which screen does what: a hook that is misspelt, or is
// missing from its list, doesn't compile or fails [TestHooksAreSaid].
type (
	// backer does more at Esc than go back.
	backer interface{ back(*App) tea.Cmd }
	// rawTaker takes keys that are neither bound nor text: arrows in a field.
	rawTaker interface {
		raw(*App, tea.KeyPressMsg) tea.Cmd
	}
	// paster takes what the terminal pastes, tabs and line ends included.
	paster interface {
		paste(*App, string) tea.Cmd
	}
	// committer ends typing into a cell before something that counts on it; done is
	// false where what was typed is no figure.
	committer interface {
		commit(*App) (cmd tea.Cmd, done bool)
	}
	// enabler tells whether an action would do anything, for the footer.
	enabler interface {
		enabled(*App, keymap.Action) bool
	}
	// worder has a word of its own in the footer for an action; "" for the binding's.
	worder interface {
		word(*App, keymap.Action) string
	}
	// abandoner ends waiting for what may take for ever; Esc does that.
	abandoner interface{ abandon(*App) }
	// parted shows a part of the report.
	parted interface{ section() string }
	// shower brings a target into sight.
	shower interface{ show(*App, model.Target) }
	// placer tells where the next sitting should begin.
	placer interface{ place() place }
	// holder has what would be lost by leaving; back asks about it.
	holder interface {
		backer
		changed() bool
	}
	// watcher looks now and then at what becomes of the store.
	watcher interface{ watch(*App) tea.Cmd }
	// asker asks what keys typed before must not answer; must is set where the question
	// comes before anything else.
	asker interface{ asks() (must bool) }
)

var (
	_ = []backer{(*clashScreen)(nil), (*confirmScreen)(nil), (*contentsScreen)(nil), (*explainScreen)(nil), (*formScreen)(nil), (*listScreen)(nil), (*noteScreen)(nil),
		(*readingScreen)(nil), (*recheckScreen)(nil), (*reopenScreen)(nil), (*seekScreen)(nil), (*tableScreen)(nil), (*textScreen)(nil), (*troubleScreen)(nil), (*lineScreen)(nil), (*unitFormScreen)(nil), (*intakeScreen)(nil)}
	_ = []rawTaker{(*chooseScreen)(nil), (*confirmScreen)(nil), (*exportScreen)(nil), (*formScreen)(nil), (*keptPrompt)(nil), (*statedScreen)(nil), (*prompt)(nil), (*readingScreen)(nil), (*recheckScreen)(nil), (*seekScreen)(nil), (*lineScreen)(nil), (*unitFormScreen)(nil), (*answerScreen)(nil)}
	_ = []paster{(*readingScreen)(nil), (*tableScreen)(nil), (*textScreen)(nil)}
	_ = []committer{(*tableScreen)(nil)}
	_ = []enabler{(*burstScreen)(nil), (*clashScreen)(nil), (*confirmScreen)(nil), (*contentsScreen)(nil), (*exportScreen)(nil), (*findingsScreen)(nil), (*formScreen)(nil),
		(*helpScreen)(nil), (*helpSeekScreen)(nil), (*historyScreen)(nil), (*listScreen)(nil), (*previewScreen)(nil), (*readingScreen)(nil), (*seekScreen)(nil), (*settingsScreen)(nil), (*tableScreen)(nil), (*textScreen)(nil), (*troubleScreen)(nil), (*unitsScreen)(nil), (*partsScreen)(nil), (*tallyScreen)(nil)}
	_ = []watcher{(*unitsScreen)(nil)}
	_ = []worder{(*tallyScreen)(nil), (*unitsScreen)(nil), (*exportScreen)(nil), (*findingsScreen)(nil), (*listScreen)(nil), (*readingScreen)(nil), (*textScreen)(nil)}
	_ = []abandoner{(*chooseScreen)(nil)}
	_ = []parted{(*tableScreen)(nil), (*textScreen)(nil)}
	_ = []shower{(*tableScreen)(nil), (*textScreen)(nil)}
	_ = []placer{(*contentsScreen)(nil), (*explainScreen)(nil), (*formScreen)(nil), (*statedScreen)(nil), (*noteScreen)(nil), (*reopenScreen)(nil), (*tableScreen)(nil), (*textScreen)(nil)}
	_ = []holder{(*lineScreen)(nil), (*unitFormScreen)(nil), (*formScreen)(nil), (*readingScreen)(nil), (*reopenScreen)(nil)}
	_ = []asker{(*clashScreen)(nil), (*confirmScreen)(nil)}
)

func (s *confirmScreen) asks() (must bool) { return s.must }
func (s *clashScreen) asks() (must bool)   { return true }
