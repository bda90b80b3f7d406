package listener

import (
	"io"
	"net"
	"time"
)

const (
	bodyTimeout = 60 * time.Second // for a whole body
	bodyStall   = 10 * time.Second // for the next bytes of it
)

// SendContinue asks for the body that the caller holds back. Answers are flushed
// one by one, so nothing else waits to be written.
func SendContinue(conn net.Conn, timeout time.Duration) error {
	if err := conn.SetWriteDeadline(time.Now().Add(timeout)); err != nil {
		return err
	}
	_, err := io.WriteString(conn, "HTTP/1.1 100 Continue\r\n\r\n")
	return err
}

// TimedBody is a body that ends when it stalls, and when it takes too long.
func TimedBody(body io.Reader, conn net.Conn) io.Reader {
	return &timedBody{body, conn, time.Now().Add(bodyTimeout), bodyStall}
}

type timedBody struct {
	io.Reader
	conn  net.Conn
	end   time.Time
	stall time.Duration // how long the next bytes may take
}

// Read waits for more, but not for ever.
func (b *timedBody) Read(p []byte) (int, error) {
	deadline := time.Now().Add(b.stall)
	if deadline.After(b.end) {
		deadline = b.end
	}
	if err := b.conn.SetReadDeadline(deadline); err != nil {
		return 0, err
	}
	return b.Reader.Read(p)
}

// longAgo makes a read take what is there and wait for nothing.
var longAgo = time.Unix(1, 0)

// HasArrived reads what has come of a body already, and says whether that was all.
func HasArrived(body io.Reader, conn net.Conn) bool {
	if conn.SetReadDeadline(longAgo) != nil {
		return false
	}
	_, err := io.Copy(io.Discard, body)
	return err == nil
}
