package ui

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// screenReader reports whether a screen reader has told Windows that it runs.
func screenReader() bool {
	const getScreenReader = 0x0046 // SPI_GETSCREENREADER
	var on int32                   // a BOOL
	call := windows.NewLazySystemDLL("user32.dll").NewProc("SystemParametersInfoW")
	if call.Find() != nil {
		return false
	}
	done, _, _ := call.Call(getScreenReader, 0, uintptr(unsafe.Pointer(&on)), 0)
	return done != 0 && on != 0
}
