@clause:7.4.1
Feature: 7.4.1 eP-CSCF: DTLS-SRTP in offers of the WIC
  The eIMS-AGW ends DTLS-SRTP, so no fingerprint goes on to the core and the lines offered there are plain RTP,
  wherever in the WIC's offer the attributes stand, and in every later offer as in the first.

  @req:EPC-7.4.1-e1
  Scenario Outline: An offer of <offer> reaches the core without fingerprint
    Given the WIC is registered
    When the WIC calls the far user offering "<offer>"
    Then the offer of the WIC on Mw has no fingerprint

    Examples:
      | offer                       |
      | audio and video             |
      | several fingerprints        |
      | Firefox 153 audio and video |

  @req:EPC-7.4.1-e2
  Scenario Outline: An offer of <offer> reaches the core as plain RTP
    Given the WIC is registered
    When the WIC calls the far user offering "<offer>"
    Then the offer of the WIC on Mw is plain RTP in every line
    And the offer of the WIC on Mw has no setup
    And the offer of the WIC on Mw should have nothing else of DTLS

    Examples:
      | offer             |
      | audio and video   |
      | 3ge2ae requested  |

  @req:EPC-7.4.1-e3
  Scenario: Fingerprint and setup at session level do not reach the core
    Given the WIC is registered
    When the WIC calls the far user offering "session-level fingerprint"
    Then the offer of the WIC on Mw has no fingerprint at session level
    And the offer of the WIC on Mw has no setup
    And the answer to the WIC is DTLS-SRTP of the eIMS-AGW in each accepted line

  @req:EPC-7.4.1-e4
  Scenario Outline: A later offer in <method> is converted
    Given the WIC is registered
    And the WIC calls the far user offering "audio"
    When the WIC offers "audio" in <carrier>
    Then the offer of the WIC on Mw is converted like the first one
    And the answer to the WIC is DTLS-SRTP of the eIMS-AGW in each accepted line

    Examples:
      | method    | carrier     |
      | re-INVITE | a re-INVITE |
      | UPDATE    | an UPDATE   |

  @req:EPC-7.4.1-e4
  Scenario: A line that a later offer removes stays removed
    Given the WIC is registered
    And the WIC calls the far user offering "audio and video"
    When the WIC offers "audio and removed video" in a re-INVITE
    Then the offer of the WIC on Mw is converted like the first one
    And the offer of the WIC on Mw has port zero where the WIC has it
    And every answer to the WIC has the lines of its offer in their places, each with the far user's answer
    And the answer to the WIC is DTLS-SRTP of the eIMS-AGW in each accepted line

  @req:EPC-7.4.1-e4
  Scenario: The WIC's offer in the 200 to an INVITE without offer is converted
    Given the WIC is registered
    When the far user calls the WIC without offer
    Then the offer of the WIC on Mw is converted like the first one

  @req:EPC-7.4.1-e5
  Scenario Outline: An offer of <offer> is recorded
    Given the WIC is registered
    When the WIC tries to call the far user offering "<offer>"
    Then what happens to the offer of the WIC is recorded

    Examples:
      | offer                |
      | RTP/AVP              |
      | RTP/SAVP with crypto |
      | UDP/TLS/RTP/SAVP     |
