package canonical

// Originated is a resource that says through which connection it came. The
// gateway sets it: an adapter does not know its connection's name.
type Originated interface{ SetConnection(name string) }

// SetConnection names the connection.
func (c *Customer) SetConnection(name string) { c.Connection = name }

// SetConnection names the connection.
func (v *Verification) SetConnection(name string) { v.Connection = name }

// SetConnection names the connection.
func (r *Requirement) SetConnection(name string) { r.Connection = name }

// SetConnection names the connection.
func (d *Document) SetConnection(name string) { d.Connection = name }

// SetConnection names the connection.
func (a *Agreement) SetConnection(name string) { a.Connection = name }

// SetConnection names the connection.
func (t *AgreementTemplate) SetConnection(name string) { t.Connection = name }

// SetConnection names the connection.
func (b *BankAccount) SetConnection(name string) { b.Connection = name }

// SetConnection names the connection.
func (p *Payment) SetConnection(name string) { p.Connection = name }

// SetConnection names the connection.
func (o *Offer) SetConnection(name string) { o.Connection = name }

// SetConnection names the connection of every resource in the list.
func (l List[T]) SetConnection(name string) {
	for i := range l.Data {
		if r, ok := any(&l.Data[i]).(Originated); ok {
			r.SetConnection(name)
		}
	}
}
