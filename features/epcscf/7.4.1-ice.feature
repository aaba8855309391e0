@clause:7.4.1
Feature: 7.4.1 eP-CSCF: ICE of calls from the WIC
  The eP-CSCF ends ICE at the eIMS-AGW. The WIC's offer is answered with credentials and candidates of the eIMS-AGW,
  and nothing of the WIC's own ICE goes on to the core. An offer without ICE is answered without it.

  @req:EPC-7.4.1-a
  Scenario Outline: The answer to an offer of <offer> has ICE of the eIMS-AGW
    Given the WIC is registered
    When the WIC calls the far user offering "<offer>"
    Then the answer to the WIC has ICE of the eIMS-AGW in each accepted line

    Examples:
      | offer                        |
      | audio                        |
      | Chromium 156 audio and video |
      | Firefox 153 audio and video  |

  @req:EPC-7.4.1-a2
  Scenario: A default destination that is no candidate is not passed over in silence
    Given the WIC is registered
    When the WIC tries to call the far user offering "ice-mismatch"
    Then the eP-CSCF does not run ICE with the WIC as if nothing were wrong

  @req:EPC-7.4.1-a3
  Scenario: An offer without ICE is answered without ICE
    Given the WIC is registered
    And the WIC calls the far user offering "audio"
    When the WIC tries to call the far user offering "without ICE"
    Then no answer to the WIC has ICE in an accepted line

  @req:EPC-7.4.1-a4
  Scenario Outline: Nothing of the ICE in an offer of <offer> reaches the core
    Given the WIC is registered
    When the WIC calls the far user offering "<offer>"
    Then the offer of the WIC on Mw has nothing of the ICE of the WIC
    And the offer of the WIC on Mw should have no ICE at all

    Examples:
      | offer                        |
      | audio and video              |
      | Chromium 156 audio and video |

  @req:EPC-5D.4-1
  Scenario: An offer with trickle ICE is answered with complete candidates
    Given the WIC is registered
    When the WIC tries to call the far user offering "trickle"
    Then the answer to the WIC has complete candidates in each accepted line
