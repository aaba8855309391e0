@clause:7.4.1
Feature: 7.4.1 eP-CSCF: the offer towards the core in calls from the WIC
  The eP-CSCF replaces the WIC's offer by one of the eIMS-AGW: the media are the WIC's, the addresses and ports are
  not, and what only WebRTC knows stays on the WIC's side. The same holds for the answer the other way round.

  @req:EPC-7.4.1-b
  Scenario Outline: An offer of <offer> reaches the core with its lines
    Given the WIC is registered
    When the WIC tries to call the far user offering "<offer>"
    Then an INVITE with an offer made from that of the WIC is on Mw

    Examples:
      | offer                       |
      | audio                       |
      | audio and video             |
      | Firefox 153 audio and video |

  @req:EPC-7.4.1-c
  Scenario: The core does not see the WIC's addresses
    Given the WIC is registered
    When the WIC calls the far user offering "audio and video"
    Then the offer of the WIC on Mw has no address of the WIC
    And the offer of the WIC on Mw should not have the address of the WIC in its origin line

  @req:EPC-7.4.1-c2
  Scenario: The WIC does not see the core's addresses
    Given the WIC is registered
    When the WIC calls the far user offering "audio and video"
    Then every answer to the WIC has no address of the far user

  @req:EPC-7.4.1-g
  Scenario Outline: rtcp-mux in answer to an offer <offer>
    Given the WIC is registered
    When the WIC calls the far user offering "<offer>"
    Then every answer to the WIC claims no rtcp-mux that was not offered
    And the answer to the WIC should have a way for RTCP
    And the answer to the WIC should take rtcp-mux where declared
    And the offer of the WIC on Mw should have no rtcp-mux

    Examples:
      | offer            |
      | with rtcp-mux    |
      | without rtcp-mux |

  @req:EPC-7.4.1-h
  Scenario Outline: The SDP on both sides of an offer of <offer> is well-formed
    Given the WIC is registered
    When the WIC calls the far user offering "<offer>"
    Then the offer of the WIC on Mw is well-formed
    And every answer to the WIC is well-formed
    And the offer of the WIC on Mw should have nothing that only WebRTC knows

    Examples:
      | offer                                     |
      | WebRTC attributes                         |
      | Chromium 156 audio and video              |
      | Firefox 153 audio, video and data channel |
      | Safari audio, video and data channel      |

  @req:EPC-7.4.1-i
  Scenario: A data channel beside audio is answered as declared
    Given the WIC is registered
    When the WIC tries to call the far user offering "audio with data channel"
    Then the data channel of the WIC is answered as declared, and not offered to the core

  @req:EPC-7.4.1-i
  Scenario: A data channel alone is refused, or answered as declared
    Given the WIC is registered
    When the WIC tries to call the far user offering "data channel"
    Then the data channel of the WIC is refused or answered as declared, and not offered to the core
