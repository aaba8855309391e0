@clause:7.1
Feature: 7.1 eP-CSCF: calls without offer
  Where the core calls without offer, offer and answer take the other way: the WIC offers in its response, and the
  answer of the core comes in the ACK. Both are descriptions of the eIMS-AGW on the other side all the same.

  @req:SDP-3264-5
  Scenario: An INVITE of the core without offer
    Given the WIC is registered
    And the far user has called the WIC
    When the far user sends a BYE in the call of the WIC
    And the far user tries to call the WIC without offer
    Then no session description of that call goes from one side to the other as it is
