@clause:7.1
Feature: 7.1 eP-CSCF: offer and answer
  RFC 3264 holds for what the eP-CSCF describes to either side: its answers fit their offers line by line, and what it
  says later goes on from what it said before.

  @req:SDP-3264-1
  Scenario: A medium that the far user does not know is rejected in its place
    Given the WIC is registered
    When the WIC calls the far user offering "unknown medium"
    Then every answer in the calls of the WIC has the lines of its offer, and rejects gesture as the other side does

  @req:SDP-3264-1
  Scenario: A medium that the WIC does not know is rejected in its place
    Given the WIC is registered
    When the far user calls the WIC offering "audio and message session"
    Then every answer in the calls of the WIC has the lines of its offer, and rejects message as the other side does

  @req:SDP-3264-1
  Scenario: An answer of the far user in the wrong order should not go on as it is
    Given the WIC is registered
    When the WIC tries to call the far user offering "audio and video", who answers the lines in the wrong order
    Then no answer to the WIC should have other lines than its offer

  @req:SDP-3264-2
  Scenario: Rejected lines keep a format
    Given the WIC is registered
    When the WIC calls the far user offering "audio and video", who rejects line 2
    And the far user calls the WIC offering "audio and video", and the WIC rejects line 1
    Then every answer in the calls of the WIC has a format in each rejected line

  @req:SDP-3264-3
  Scenario: The far user holds and resumes the call
    Given the WIC is registered
    When the far user calls the WIC offering "audio"
    And the far user offers "hold" to the WIC in a re-INVITE
    And the far user offers "audio" to the WIC in a re-INVITE
    Then each description in the call of the WIC goes on from the one before, on W2 and on Mw

  @req:SDP-3264-3
  Scenario: The WIC holds and resumes the call, and adds a line
    Given the WIC is registered
    When the WIC calls the far user offering "audio"
    And the WIC offers "hold" in a re-INVITE
    And the WIC offers "audio and video" in a re-INVITE
    Then each description in the call of the WIC goes on from the one before, on W2 and on Mw

  @req:SDP-3264-3
  Scenario: The WIC removes a line
    Given the WIC is registered
    When the WIC calls the far user offering "audio and video"
    And the WIC offers "audio and removed video" in a re-INVITE
    Then each description in the call of the WIC goes on from the one before, on W2 and on Mw
    And the offer of the WIC on Mw has port zero where the WIC has it
    And every answer to the WIC has the lines of its offer in their places, each with the far user's answer

  @req:SDP-3264-4
  Scenario Outline: Answers to an offer of <offer>, and to hold, fit their offers
    Given the WIC is registered
    When the WIC calls the far user offering "<offer>"
    And the WIC offers "hold" in a re-INVITE
    Then every answer in the calls of the WIC fits its offer

    Examples:
      | offer                       |
      | audio                       |
      | Firefox 153 audio           |

  @req:SDP-3264-4
  Scenario: The answer to an offer of AVP and AVPF fits its offer
    Given the WIC is registered
    When the far user calls the WIC offering "AVP and AVPF"
    Then every answer in the calls of the WIC fits its offer
