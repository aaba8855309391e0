@clause:6.4.1
Feature: 6.4.1 eP-CSCF: where a REGISTER came from
  The Via of a WIC names a host that does not exist. The eP-CSCF notes in it the address and port from which the
  REGISTER came, received always and rport where the WIC asks for it (RFC 3581).

  @req:EPC-6.4.1-1d
  Scenario: rport is filled in with the source port
    When WIC A registers
    Then the Via of WIC A comes back with the source port in rport

  @req:EPC-6.4.1-1d2
  Scenario: Without rport in the request none is added
    When WIC A registers without rport in Via
    Then the Via of WIC A comes back without rport

  @req:EPC-6.4.1-1d3
  Scenario: An rport value that the WIC claims is not kept
    Given WIC A is registered
    When WIC A tries a REGISTER whose Via claims rport 9
    Then what WIC A tried last is rejected, or its Via comes back without the claimed rport 9

  @req:EPC-6.4.1-1e
  Scenario: received is inserted beside rport
    When WIC A registers
    Then the Via of WIC A comes back with the source address in received

  @req:EPC-6.4.1-1e
  Scenario: received is inserted without rport
    When WIC A registers without rport in Via
    Then the Via of WIC A comes back with the source address in received

  @req:EPC-6.4.1-1e2
  Scenario: received is inserted beside rport although sent-by says the same
    When WIC A registers with its own address as sent-by of Via
    Then the Via of WIC A comes back with the source address in received

  @req:EPC-6.4.1-1e2
  Scenario: received is inserted without rport although sent-by says the same
    When WIC A registers with its own address as sent-by of Via and without rport
    Then at most a warning: the Via of WIC A comes back with the source address in received

  @req:EPC-6.4.1-1e3
  Scenario: received names an IPv6 source
    When WIC A registers over IPv6
    Then the Via of WIC A comes back with the source address in received

  @req:VIA-3581-1
  Scenario Outline: The Via of <method> is completed as well
    Given WIC A is registered
    When WIC A sends <method> to a user of the home network
    Then the Via of the last request of WIC A comes back with the source in rport and received

    Examples:
      | method  |
      | INVITE  |
      | MESSAGE |
      | OPTIONS |
