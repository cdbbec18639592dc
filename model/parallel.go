package model

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Parallel does n things, such as decoding as many reports, as many at a time as there
// are processors.
func Parallel(n int, do func(i int)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	workers.Wait()
}
