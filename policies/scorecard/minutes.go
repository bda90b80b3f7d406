package scorecard

import (
	"maps"
	"time"
)

// lastHour is how far back minutes go.
const lastHour = time.Hour

// minutes are what this replica counted in the last hour, by the minute. Its owner
// locks it.
type minutes struct{ ring [61]minute }

// minute are the figures of one minute: of each connection, of each tenant's requests,
// and of what each route sent where.
type minute struct {
	began       time.Time
	connections map[string]*figures
	tenants     map[string]*figures
	routed      map[[2]string]int64 // by route and connection
}

// at is the minute of a time, empty where it just began.
func (m *minutes) at(now time.Time) *minute {
	began := now.UTC().Truncate(time.Minute)
	one := &m.ring[began.Unix()/60%int64(len(m.ring))]
	if !one.began.Equal(began) {
		*one = minute{began, map[string]*figures{}, map[string]*figures{}, map[[2]string]int64{}}
	}
	return one
}

// figures are those of a connection, or without one those of a tenant.
func (m *minute) figures(connection, tenant string) *figures {
	all, name := m.connections, connection
	if connection == "" {
		all, name = m.tenants, tenant
	}
	if all[name] == nil {
		all[name] = newFigures()
	}
	return all[name]
}

// since are the minutes that have a part in the time from then to now.
func (m *minutes) since(then, now time.Time) (all []minute) {
	for _, one := range m.ring {
		if !one.began.IsZero() && one.began.Add(time.Minute).After(then) && !one.began.After(now) {
			all = append(all, one)
		}
	}
	return all
}

// Recent is what the calls of this replica to a connection came to in the time up to
// now, an hour at most.
func (b *Book) Recent(connection string, window time.Duration) Figures {
	b.mu.Lock()
	defer b.mu.Unlock()
	sum := newFigures()
	for _, one := range b.minutes.since(b.now().Add(-min(window, lastHour)), b.now()) {
		if f := one.connections[connection]; f != nil {
			sum.add(f)
		}
	}
	return sum.shown()
}

// Routed counts one call that a route sent to a connection.
func (b *Book) Routed(route, connection string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.minutes.at(b.now()).routed[[2]string{route, connection}]++
}

// Shares is what this replica's routes sent to each connection in the last hour, by
// route and connection.
func (b *Book) Shares() map[string]map[string]int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := map[string]map[string]int64{}
	for _, one := range b.minutes.since(b.now().Add(-lastHour), b.now()) {
		for at, n := range maps.All(one.routed) {
			if all[at[0]] == nil {
				all[at[0]] = map[string]int64{}
			}
			all[at[0]][at[1]] += n
		}
	}
	return all
}
