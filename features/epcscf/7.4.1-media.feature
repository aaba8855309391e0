@clause:7.4.1
Feature: 7.4.1 eP-CSCF: media through the eIMS-AGW
  The addresses and ports that the eP-CSCF writes into SDP are those of the eIMS-AGW: media sent there arrive at the
  other side, as SRTP towards the WIC and as plain RTP towards the core.

  @req:EPC-7.4.1-c3
  Scenario: Media of a call of the WIC pass through the addresses of the SDP
    Given the WIC is registered
    When the WIC calls the far user with media of audio and video
    And the WIC and the far user send RTP
    Then as a control ICE of the WIC completes
    And media of the WIC and the far user pass through the eIMS-AGW

  @req:EPC-7.4.1-c3
  Scenario: Media of a call to the WIC pass through the addresses of the SDP
    Given the WIC is registered
    When the far user calls the WIC with media of audio
    And the WIC and the far user send RTP
    Then as a control ICE of the WIC completes
    And media of the WIC and the far user pass through the eIMS-AGW
