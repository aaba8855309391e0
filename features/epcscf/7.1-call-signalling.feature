@clause:7.1
Feature: 7.1 eP-CSCF: a call's signalling stays on its WebSocket
  A device may have further connections open. As long as the WebSocket of a call is alive, what the core sends in that
  call comes over it.

  @req:GEN-7.1-5
  Scenario Outline: Requests of <call> come over its WebSocket
    Given WIC A is registered
    And <call>
    And WIC B is connected with the subscription of WIC A
    When the far user sends a re-INVITE in the call of WIC A
    And the far user sends a BYE in the call of WIC A
    Then requests in the call of WIC A have come to it, and none to WIC B

    Examples:
      | call                          |
      | WIC A has called the far user |
      | the far user has called WIC A |
