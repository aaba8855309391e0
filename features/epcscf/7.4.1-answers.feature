@clause:7.4.1
Feature: 7.4.1 eP-CSCF: answers to the WIC's offers
  The core answers plain RTP, and the WIC gets DTLS-SRTP of the eIMS-AGW for each line that the core accepts, in
  whichever response the answer comes. A line that the core rejects stays rejected.

  @req:EPC-7.4.1-f1
  Scenario: The answer in a 200 is DTLS-SRTP of the eIMS-AGW
    Given the WIC is registered
    When the WIC tries to call the far user offering "audio and video"
    Then the call of the WIC is answered with DTLS-SRTP of the eIMS-AGW

  @req:EPC-7.4.1-f1
  Scenario: The answer in a reliable 183 is DTLS-SRTP of the eIMS-AGW
    Given the WIC is registered
    When the WIC calls the far user offering "audio and video", who answers in a reliable 183
    Then the call of the WIC is answered with DTLS-SRTP of the eIMS-AGW

  @req:EPC-7.4.1-f2
  Scenario: A line that the core rejects stays rejected
    Given the WIC is registered
    When the WIC calls the far user offering "audio and video", who rejects line 2
    Then every answer to the WIC has the lines of its offer in their places, each with the far user's answer

  @req:EPC-7.4.1-f3
  Scenario: The core's SDP in a reliable 183 does not reach the WIC as it is
    Given the WIC is registered
    When the WIC calls the far user offering "audio", who answers in a reliable 183
    Then every answer to the WIC is not the one of the far user

  @req:EPC-7.4.1-f3
  Scenario: The core's SDP in an unreliable 183 does not reach the WIC as it is
    Given the WIC is registered
    When the WIC calls the far user offering "audio", who answers in an unreliable 183 and in the 200
    Then every answer to the WIC is not the one of the far user

  @req:EPC-7.4.1-f3
  Scenario: The SDP of neither user reaches the WIC as it is when a call forks
    Given the WIC is registered
    When the WIC makes a call offering "audio" that forks to two users, both of whom answer early
    Then every answer to the WIC is none of those of the users

  @req:EPC-7.4.1-f4
  Scenario: An offer is not refused for want of 3ge2ae
    Given the WIC is registered
    When the WIC tries to call the far user offering "3ge2ae requested"
    And the WIC tries to call the far user offering "audio"
    Then the last call of the WIC, without 3ge2ae, is not refused where the one before is accepted

  @req:EPC-7.4.1-f5
  Scenario: Each line of a call from the WIC is converted when the far user accepts both
    Given the WIC is registered
    When the WIC calls the far user offering "audio and video"
    Then the offer of the WIC on Mw is plain RTP in every line
    And the offer of the WIC on Mw has no fingerprint
    And the answer to the WIC is DTLS-SRTP of the eIMS-AGW in each accepted line

  @req:EPC-7.4.1-f5
  Scenario: Each line of a call from the WIC is converted when the far user rejects one
    Given the WIC is registered
    When the WIC calls the far user offering "audio and video", who rejects line 1
    Then the offer of the WIC on Mw is plain RTP in every line
    And the offer of the WIC on Mw has no fingerprint
    And the answer to the WIC is DTLS-SRTP of the eIMS-AGW in each accepted line

  @req:EPC-7.4.1-f5
  Scenario: Each line of a call to the WIC is converted when the WIC accepts both
    Given the WIC is registered
    When the far user calls the WIC offering "audio and video"
    Then each line of the offer to the WIC is DTLS-SRTP with 3ge2ae applied
    And each accepted line of the answer of the WIC on Mw is plain RTP without fingerprint

  @req:EPC-7.4.1-f5
  Scenario: Each line of a call to the WIC is converted when the WIC rejects one
    Given the WIC is registered
    When the far user calls the WIC offering "audio and video", and the WIC rejects line 1
    Then each line of the offer to the WIC is DTLS-SRTP with 3ge2ae applied
    And each accepted line of the answer of the WIC on Mw is plain RTP without fingerprint
