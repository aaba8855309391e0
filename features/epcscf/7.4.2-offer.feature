@clause:7.4.2
Feature: 7.4.2 eP-CSCF: the core's offers as the WIC gets them
  Whatever RTP the core offers, the WIC is offered DTLS-SRTP with the ICE of the eIMS-AGW, marked as protected up to the
  access edge, line by line and in every offer. Lines that are switched off stay so, and nothing is bundled.

  @req:EPC-7.4.2-a
  Scenario Outline: An offer of <offer> reaches the WIC with ICE
    Given the WIC is registered
    When the far user calls the WIC offering "<offer>"
    Then the offer of the far user to the WIC has ICE in each line

    Examples:
      | offer               |
      | audio and video     |
      | EVS, AMR-WB and AMR |

  @req:EPC-7.4.2-c
  Scenario Outline: An offer of <offer> reaches the WIC as DTLS-SRTP
    Given the WIC is registered
    When the far user calls the WIC offering "<offer>"
    Then the offer of the far user to the WIC is DTLS-SRTP
    When the far user offers "<offer>" to the WIC in a re-INVITE
    Then the offer of the far user to the WIC is DTLS-SRTP

    Examples:
      | offer           |
      | audio and video |
      | AVPF            |

  @req:EPC-7.4.2-c2
  Scenario Outline: An offer of <offer> is converted or refused
    Given the WIC is registered
    When the far user tries to call the WIC offering "<offer>"
    Then secure RTP of the far user is converted for the WIC, or refused

    Examples:
      | offer             |
      | SAVP              |
      | SAVPF             |
      | UDP/TLS/RTP/SAVPF |

  @req:EPC-7.4.2-d
  Scenario: Each RTP line of an offer is marked 3ge2ae applied
    Given the WIC is registered
    When the far user calls the WIC offering "audio and video"
    Then the offer of the far user to the WIC has 3ge2ae applied in each RTP line

  @req:EPC-7.4.2-d2
  Scenario Outline: A disabled <which> line stays disabled
    Given the WIC is registered
    When the far user calls the WIC offering "<offer>"
    Then the offer of the far user to the WIC has port zero where the core has it

    Examples:
      | which | offer                      |
      | first | with a disabled first line |
      | last  | with a disabled line       |

  @req:EPC-7.4.2-d3
  Scenario: A line that a later offer adds is DTLS-SRTP, too, until it is removed
    Given the WIC is registered
    And the far user calls the WIC offering "audio"
    When the far user offers "audio and video" to the WIC in a re-INVITE
    Then the offer of the far user to the WIC is DTLS-SRTP with 3ge2ae applied
    When the far user offers "with a disabled line" to the WIC in a re-INVITE
    Then the offer of the far user to the WIC is DTLS-SRTP with 3ge2ae applied

  @req:EPC-7.4.2-d3
  Scenario: An offer in UPDATE is converted
    Given the WIC is registered
    And the far user calls the WIC offering "audio"
    When the far user offers "audio" to the WIC in an UPDATE
    Then the offer of the far user to the WIC is DTLS-SRTP with 3ge2ae applied

  @req:EPC-7.4.2-e
  Scenario: A BUNDLE group of the core does not reach the WIC
    Given the WIC is registered
    When the far user calls the WIC offering "BUNDLE group"
    Then the offer of the far user to the WIC is not bundled

  @req:EPC-7.4.2-g
  Scenario: ICE of an offer is well-formed
    Given the WIC is registered
    When the far user calls the WIC offering "audio and video"
    Then the offer of the far user to the WIC has well-formed ICE
