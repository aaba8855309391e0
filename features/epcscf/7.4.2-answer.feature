@clause:7.4.2
Feature: 7.4.2 eP-CSCF: the WIC's answers as the core gets them
  The core offered plain RTP and is answered so, with the addresses of the eIMS-AGW, in every exchange of the call.
  What the WIC rejects stays rejected in its place.

  @req:EPC-7.4.2-b
  Scenario: The answer in a 200 has the addresses of the eIMS-AGW
    Given the WIC is registered
    When the far user calls the WIC offering "audio"
    Then the answer of the WIC is on Mw, with the addresses of the eIMS-AGW

  @req:EPC-7.4.2-b
  Scenario: The answer in a reliable 183 has the addresses of the eIMS-AGW
    Given the WIC is registered
    When the far user calls the WIC offering "audio", who answers in a reliable 183
    Then the answer of the WIC is on Mw, with the addresses of the eIMS-AGW

  @req:EPC-7.4.2-f
  Scenario Outline: The answer to an offer of <offer> is plain RTP
    Given the WIC is registered
    When the far user calls the WIC offering "<offer>"
    Then the answer of the WIC on Mw is plain RTP as the far user offered it

    Examples:
      | offer         |
      | AVP and AVPF  |
      | preconditions |

  @req:EPC-7.4.2-f2
  Scenario Outline: Line <line> that the WIC rejects stays rejected
    Given the WIC is registered
    When the far user calls the WIC offering "audio and video", and the WIC rejects line <line>
    Then the answer of the WIC on Mw has its lines in their places, each as the WIC answered it

    Examples:
      | line |
      | 1    |
      | 2    |

  @req:EPC-7.4.2-f3
  Scenario: Exchanges that the core begins are converted
    Given the WIC is registered
    And the far user calls the WIC offering "audio"
    When the far user offers "audio" to the WIC in a re-INVITE
    Then the answer of the WIC on Mw is converted like the first one
    When the far user offers "audio" to the WIC in an UPDATE
    Then the answer of the WIC on Mw is converted like the first one

  @req:EPC-7.4.2-f3
  Scenario: The answer to a session refresh of the core is converted
    Given the WIC is registered
    And the far user calls the WIC offering "audio"
    When the far user refreshes the session with the WIC, offering "audio" as before
    Then the answer of the WIC on Mw is converted like the first one

  @req:EPC-7.4.2-f3
  Scenario Outline: An exchange that the called WIC begins with <method> is converted
    Given the WIC is registered
    And the far user calls the WIC offering "audio"
    When the WIC offers "audio and video" to the far user in <carrier>
    Then the offer of the WIC on Mw is converted like the first one

    Examples:
      | method    | carrier     |
      | re-INVITE | a re-INVITE |
      | UPDATE    | an UPDATE   |
