@clause:7.1
Feature: 7.1 eP-CSCF: ICE in the SDP towards the WIC
  RFC 5245 holds for every description that the eP-CSCF sends to a WIC, offer or answer.

  @req:SDP-5245-1
  Scenario: Each call has well-formed ICE credentials of its own
    Given the WIC is registered
    When the WIC calls the far user offering "audio"
    And the far user calls the WIC offering "audio and video"
    And the WIC calls the far user offering "audio"
    Then each call of the WIC has well-formed ICE credentials of its own

  @req:SDP-5245-2
  Scenario: Candidates in offers and answers are well-formed
    Given the WIC is registered
    When the WIC calls the far user offering "without rtcp-mux"
    And the far user calls the WIC offering "AVPF"
    Then each description that the WIC gets has well-formed candidates

  @req:SDP-5245-3
  Scenario: ice-lite stands at session level in offers and answers
    Given the WIC is registered
    When the WIC calls the far user offering "audio and video"
    And the far user calls the WIC offering "audio"
    Then each description that the WIC gets has ice-lite at session level only

  @req:SDP-5245-4
  Scenario: A default destination that is no candidate is not answered with plain ICE in a later offer, either
    Given the WIC is registered
    And the WIC calls the far user offering "audio"
    When the WIC offers "ice-mismatch" in a re-INVITE
    Then the eP-CSCF does not run ICE with the WIC as if nothing were wrong

  @req:SDP-5245-5
  Scenario: A restart of ICE is answered with other credentials
    Given the WIC is registered
    And the far user calls the WIC offering "audio and video"
    When the WIC restarts ICE, offering "audio and video"
    Then the restart of ICE gets the WIC other ICE credentials
