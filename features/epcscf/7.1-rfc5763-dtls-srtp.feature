@clause:7.1
Feature: 7.1 eP-CSCF: DTLS-SRTP in the SDP towards the WIC
  RFC 5763 and RFC 5764 hold for every description that the eP-CSCF sends to a WIC: for its offers in calls to the WIC
  and for its answers in calls of the WIC.

  @req:SDP-5763-1
  Scenario: Offers to the WIC leave the role in DTLS open
    Given the WIC is registered
    When the far user calls the WIC offering "AVP and AVPF"
    And the far user offers "AVP and AVPF" to the WIC in a re-INVITE
    Then each offer that the WIC gets has setup actpass

  @req:SDP-5763-2
  Scenario Outline: Answers to the WIC's offer of <offer> take a role in DTLS
    Given the WIC is registered
    When the WIC calls the far user offering "<offer>"
    And the WIC offers "<offer>" in a re-INVITE
    Then each answer that the WIC gets has setup active or passive

    Examples:
      | offer                     |
      | session-level fingerprint |
      | audio and video           |

  @req:SDP-5763-3
  Scenario: Neither offers nor answers to the WIC have a connection attribute
    Given the WIC is registered
    When the WIC calls the far user offering "audio with data channel"
    And the far user calls the WIC offering "audio"
    Then no description that the WIC gets has a connection attribute in RTP lines

  @req:SDP-5763-4
  Scenario: Offers and answers to the WIC have well-formed fingerprints
    Given the WIC is registered
    When the WIC calls the far user offering "several fingerprints"
    And the far user calls the WIC offering "audio and video"
    Then no description that the WIC gets lacks a well-formed fingerprint for a DTLS line

  @req:SDP-5764-1
  Scenario: Offers and answers to the WIC have UDP/TLS/RTP/SAVPF in their RTP lines
    Given the WIC is registered
    When the WIC calls the far user offering "audio and video", who rejects line 2
    And the far user calls the WIC offering "AVP and AVPF"
    Then no description that the WIC gets has another transport than UDP/TLS/RTP/SAVPF in RTP lines
    And each answer that the WIC gets names rejected lines as the offer does

  @req:SDP-5764-3
  Scenario: A message session of the far user does not become DTLS-SRTP
    Given the WIC is registered
    When the far user calls the WIC offering "audio and message session"
    Then no description that the WIC gets has UDP/TLS/RTP/SAVPF for other media than RTP

  @req:SDP-5764-3
  Scenario: A data channel of the WIC does not become DTLS-SRTP
    Given the WIC is registered
    When the WIC calls the far user offering "audio with data channel"
    Then no description that the WIC gets has UDP/TLS/RTP/SAVPF for other media than RTP
