package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"nianbao/model"
)

// RescuePrefix is how rescue files begin that wait to be taken back.
const RescuePrefix = "未保存-"

// errNoPlace is where there is no folder for rescue files.
var errNoPlace = errors.New("没有可以写救援文件的文件夹")

// spare is the rescue file that stands ready while something is not saved.
type spare struct {
	name string // of the file, whatever folder it goes to; "" where there is none yet
	path string // where it is; "" where it has not been written
	back string // the file whose edits were taken back and are not saved yet; "" for none
	last string // the name of one that was to stay
	// onto is the store's report where that is older than what was saved here: all
	// that it lacks goes into the file. Else nil.
	onto *model.Report
}

// spareOrder has rescue files of one name written in the order in which they were
// begun: one that takes long must not put what was unsaved earlier in the place of
// what is by now.
type spareOrder struct {
	turns int // given; the desk's goroutine's
	mu    sync.Mutex
	last  map[string]sparePlace // what was written last, by name
}

type sparePlace struct {
	turn int
	path string
}

func (o *spareOrder) next() int { o.turns++; return o.turns }

// written is where a file of that name is that was begun later.
func (o *spareOrder) written(name string, turn int) (path string, newer bool) {
	last := o.last[name]
	return last.path, last.turn > turn
}

// Signed is what files of a user's are marked with: under one account several people
// may work.
func Signed(user string) string {
	sum := sha256.Sum256([]byte(user))
	return hex.EncodeToString(sum[:3])
}

// stranded is the writing of a rescue file of what is not saved, as it stands now. Run
// it on the desk's goroutine or off it.
func (d *Desk) stranded() func() (path string, err error) {
	r := d.session.Report().Clone()
	if d.spare.name == "" { // two sittings may come to this in the same second
		id := d.around.SessionID()
		d.spare.name = RescuePrefix + d.now.Format("20060102-150405") + "-" + Signed(d.around.User()) + "-" + id[:min(len(id), 6)] + "-" +
			d.around.Files().FileName(r, "json", model.FileOptions{})
	}
	x := &model.Rescue{Report: r.ID, Revision: r.Revision, User: d.around.User(), Store: d.around.Store().Path(), Edits: d.session.Unsaved(), Place: d.around.Place()}
	if onto := d.spare.onto; onto != nil {
		x.Revision, x.Edits = onto.Revision, []model.Edit{toScreen(onto, r)}
	}
	o := model.FileOptions{Overwrite: true, Rescue: x}
	files, name, dirs := d.around.Files(), d.spare.name, d.around.RescueDirs()
	order, turn := d.spares, d.spares.next()
	return func() (string, error) {
		order.mu.Lock()
		defer order.mu.Unlock()
		if path, newer := order.written(name, turn); newer {
			return path, nil
		}
		err := errNoPlace
		for _, dir := range dirs {
			var file model.Written
			if file, err = files.WriteFile(filepath.Join(dir, name), "json", r, o); err == nil {
				order.last[name] = sparePlace{turn, file.Path}
				return file.Path, nil
			}
		}
		return "", err
	}
}

// WriteRescue writes what is unsaved, and the place with what is half written, into a
// rescue file that stays.
func (d *Desk) WriteRescue(now time.Time) (path string, err error) {
	d.now = now
	path, err = d.stranded()()
	if err == nil {
		d.spare = spare{back: d.spare.back, last: d.spare.name}
	}
	return path, err
}

// Rescue has a rescue file take what can't be saved, which the report can be left
// without then.
func (d *Desk) Rescue(now time.Time) (path string, err error) {
	path, err = d.WriteRescue(now)
	if err == nil {
		d.forget()
		d.failure = nil
		d.farewell = "您的改动已另存为 " + path + d.around.Say("，下次打开后在报告列表里按 {key:rescue} 找回") // where this ends the program
	}
	return path, err
}

// GiveUp drops what can't be saved; a rescue file that was written stays, under another
// name.
func (d *Desk) GiveUp() (effects []Effect) {
	d.forget()
	d.failure = nil
	delete(d.sessions, d.session.Report().ID)
	if d.spare.path != "" {
		effects = []Effect{SeenTo{d.spare.path}}
	}
	d.spare = spare{last: d.spare.last}
	return effects
}

// TakenFrom says that the edits come from a rescue file: once they are saved, it is to
// be set aside.
func (d *Desk) TakenFrom(file string) {
	if file != "" {
		d.spare.back = file
	}
}

// keepSpare writes a rescue file of what is not saved, for the case that nobody comes
// to save it: the power fails, or the system ends the program. It goes once all is
// saved.
func (d *Desk) keepSpare() []Effect {
	if d.session == nil || !d.session.Dirty() && d.spare.onto == nil {
		return nil
	}
	write, session, name := d.stranded(), d.session, d.spare.name
	return []Effect{d.work(func() func() []Effect {
		path, err := write()
		return func() []Effect {
			unsaved := session.Dirty() || d.spare.onto != nil
			stands := name == d.spare.name && session == d.session && unsaved
			switch {
			case err != nil || name == d.spare.last: // the message says already that nothing is saved
				return nil
			case !stands:
				return []Effect{d.remove(path)} // saved meanwhile
			}
			d.spare.path = path
			if d.failure == nil {
				return nil
			}
			return []Effect{Kept{path, d.failure}}
		}
	})}
}

// dropSpare does away with the rescue file of what has been saved by now, and has the
// one set aside that it came from.
func (d *Desk) dropSpare() (effects []Effect) {
	path, back := d.spare.path, d.spare.back
	d.spare = spare{last: d.spare.last}
	if path != "" {
		effects = append(effects, d.remove(path))
	}
	if back != "" {
		effects = append(effects, SeenTo{back})
	}
	return effects
}

func (d *Desk) remove(path string) Work {
	return d.work(func() func() []Effect {
		_ = os.Remove(path) // what stays is offered once more, and found to be saved
		return nil
	})
}
