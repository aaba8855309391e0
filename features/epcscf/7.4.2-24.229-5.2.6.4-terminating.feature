@clause:7.4.2
Feature: 7.4.2 eP-CSCF: signalling of calls to the WIC
  On Gm the eP-CSCF handles what the core sends to a WIC as TS 24.229 5.2.6.4 has it: it finds the WebSocket by its own
  Path URI, says there how it is reached, and says on Mw who was called.

  @req:EPC-7.4.2-R1
  Scenario Outline: Of two devices of one user, WIC <called> is called
    Given WIC A is registered
    And WIC B is registered with the public user identity of WIC A
    When the far user calls WIC <called>
    Then the INVITE comes to WIC <called> alone, with no Route left, in time
    And the INVITE has not come to WIC <other>

    Examples:
      | called | other |
      | A      | B     |
      | B      | A     |

  @req:EPC-7.4.2-R2
  Scenario: The identity that a called WIC asserts is not believed
    Given WIC A is registered
    When the far user calls WIC A, which answers 200 with a P-Asserted-Identity of somebody else
    Then no response of WIC A on Mw has the forged identity
    And the INVITE on W2 should have nothing that stays in the network

  @req:EPC-7.4.2-R3
  Scenario: The INVITE on W2 names its transport and has a way back
    Given WIC A is registered
    When the far user calls WIC A
    Then the INVITE on W2 names its transport and has a way back

  @req:EPC-7.4.2-R3
  Scenario: Requests of a called WIC go back along the WebSocket
    Given WIC A is registered
    And the far user has called WIC A
    When WIC A sends a BYE in the call
    Then it comes to the other side of the call of WIC A, and is answered

  @req:EPC-7.4.2-R4
  Scenario Outline: Responses of the WIC reach the core: 180 and <final>
    Given WIC A is registered
    When the far user calls WIC A, which answers 180 and <final>
    Then the core has got 180 and <final> of WIC A

    Examples:
      | final |
      | 200   |
      | 486   |

  @req:EPC-7.4.2-R4
  Scenario: A call that the far user gives up ends with 487
    Given WIC A is registered
    When the far user gives up while WIC A rings
    Then WIC A gets a CANCEL, and the core 487
