@clause:7.1
Feature: 7.1 eP-CSCF: media between the WIC and the eIMS-AGW
  What the SDP on W2 promises of a line, its media keep: ICE with the credentials of the SDP, DTLS in the role of setup
  with the certificate of fingerprint, and SRTP with the keys of DTLS. The WIC has a real ICE agent, DTLS and SRTP; the
  user behind the core sends and receives RTP in the clear.

  @req:EPC-7.1-7b
  Scenario: ICE and DTLS of a call of the WIC complete as the SDP says, line by line
    Given the WIC is registered
    When the WIC calls the far user with media of bundled audio and video
    Then ICE of the WIC completes on each accepted line
    And the certificate on each accepted line is that of the SDP to the WIC
    And DTLS of each accepted line is set up as the SDP to the WIC says

  @req:EPC-7.1-7b
  Scenario: ICE and DTLS of a call to the WIC complete as the SDP says
    Given the WIC is registered
    When the far user calls the WIC with media of audio
    Then ICE of the WIC completes on each accepted line
    And the certificate on each accepted line is that of the SDP to the WIC
    And DTLS of each accepted line is set up as the SDP to the WIC says

  @req:EPC-7.1-7c
  Scenario Outline: Connectivity checks with another <credential> are refused
    Given the WIC is registered
    When the WIC calls the far user, and before ICE there are checks with another <credential>
    Then no check with another <credential> beside the WIC had success
    And as a control ICE of the WIC completes

    Examples:
      | credential    |
      | password      |
      | user fragment |

  @req:EPC-7.1-7d
  Scenario Outline: RTCP passes, <mux> rtcp-mux in the offer
    Given the WIC is registered
    And the WIC has a call with media and <mux> rtcp-mux in its offer
    When the WIC and the far user send RTCP
    Then RTCP of the WIC arrives at the far user
    And RTCP of the far user arrives at the WIC on the port that was negotiated

    Examples:
      | mux     |
      | with    |
      | without |

  @req:EPC-7.1-7e
  Scenario: Nothing passes before DTLS is up
    Given the WIC is registered
    And the WIC had a call with media
    When the WIC, which begins no DTLS, calls the far user
    And the WIC, in the clear, and the far user send RTP
    Then as a control ICE of the WIC completes
    And nothing of it arrives, as there is no DTLS with the WIC

  @req:EPC-7.1-7f
  Scenario: Nothing passes after a release by the WIC
    Given the WIC is registered
    And the WIC has a call with media
    When the WIC releases the call with media
    And the WIC and the far user send RTP all the same
    Then nothing of it arrives, as the call of the WIC was released

  @req:EPC-7.1-7f
  Scenario: Nothing passes after a release by the far user
    Given the WIC is registered
    And the WIC has a call with media
    When the far user releases the call with media of the WIC
    And the WIC and the far user send RTP all the same
    Then nothing of it arrives, as the call of the WIC was released

  @req:EPC-7.1-7f
  Scenario: Nothing passes after a release of a call to the WIC
    Given the WIC is registered
    And the far user has a call with media to the WIC
    When the far user releases the call with media of the WIC
    And the WIC and the far user send RTP all the same
    Then nothing of it arrives, as the call of the WIC was released

  @req:EPC-7.1-7f
  Scenario: Nothing passes after the WebSocket of a call was lost
    Given the WIC is registered
    And the WIC has a call with media
    When the WebSocket of the WIC is lost during the call with media
    And the WIC and the far user send RTP all the same
    Then nothing of it arrives, as the WebSocket of the WIC was lost

  @req:EPC-7.1-7g
  Scenario: Consent checks are answered
    Given the WIC is registered
    And the WIC has a call with media
    When the WIC sends 3 consent checks
    Then each consent check of the WIC had success

  @req:EPC-7.1-7h
  Scenario: Media stop when consent has expired
    Given the WIC is registered
    And the WIC has a call with media to which it gives no further consent
    When consent has expired and the far user of the WIC goes on sending RTP
    Then nothing of it arrives at the WIC

  @req:EPC-7.1-7i
  Scenario: The payload of a codec that both sides have is not changed
    Given the WIC is registered
    And the WIC has a call with media
    When the WIC and the far user send RTP
    Then what arrives on either side of the call of the WIC is what was sent

  @req:SDP-5763-5
  Scenario: No media pass with a certificate that is not that of the offer
    Given the WIC is registered
    And the WIC had a call with media
    When the WIC, whose certificate does not have its fingerprint, calls the far user
    And the WIC and the far user send RTP all the same
    Then as a control ICE of the WIC completes
    And nothing of it arrives, as the certificate of the WIC is another

  @req:SDP-5763-5
  Scenario: No media pass with a certificate that is not that of the answer
    Given the WIC is registered
    And the WIC had a call with media
    When the far user calls the WIC, whose certificate does not have its fingerprint
    And the WIC and the far user send RTP all the same
    Then as a control ICE of the WIC completes
    And nothing of it arrives, as the certificate of the WIC is another

  @req:SDP-5764-2
  Scenario: The ClientHello of the eIMS-AGW has use_srtp
    Given the WIC is registered
    When the far user calls the WIC, which is passive in DTLS
    Then the ClientHello to the WIC has the use_srtp extension
