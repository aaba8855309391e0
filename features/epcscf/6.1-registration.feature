@clause:6.1
Feature: 6.1 eP-CSCF: registration of a WIC with SIP digest
  The eP-CSCF stands between a WIC and its S-CSCF, which authenticate each other with SIP digest. Whatever it writes
  anew, the digest itself passes through as it is.

  @req:EPC-6.1-3
  Scenario: The digest directives pass between WIC and S-CSCF
    When WIC A tries to register
    Then the first REGISTER that WIC A tried has the same digest directives at Mw as on W2
    And WIC A gets the challenge of the S-CSCF as it was issued
    And the second REGISTER that WIC A tried has the same digest directives at Mw as on W2
