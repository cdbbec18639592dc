package boltfile

import "time"

// patience is how many times its wait a call stands in a queue that moves.
const patience = 5

// takeTurn waits until no other call has the folder's turn, in the order in which they
// came; ok is false where that took too long, or can't be done there. Where the stamp
// differs when the wait is over, the queue moves, and is waited for again, up to
// patience times in all. A turn that comes after it was given up is given back; the
// system takes it from a process that dies.
func takeTurn(dir string, wait time.Duration, stamp func() string) (leave func(), ok bool) {
	f, err := openTurns(dir)
	if err != nil {
		return nil, false // opening the store will say why
	}
	giveBack := func() { _ = f.Close() }
	err = lockTurn(f, false)
	if err != nil && oneOf(err, busyErrnos) {
		got, over := make(chan error), make(chan struct{})
		go func() {
			err := lockTurn(f, true)
			select {
			case got <- err:
			case <-over:
				giveBack()
			}
		}()
		last, waiting := stamp(), true
		for waits := 1; waiting; waits++ {
			select {
			case err = <-got:
				waiting = false
			case <-time.After(wait):
				now := stamp()
				if now == last || waits == patience {
					close(over)
					return nil, false
				}
				last = now
			}
		}
	}
	if err != nil {
		giveBack()
		return nil, false
	}
	return giveBack, true
}
