-- grain: one row per word that tells the field of an article or of a person's role
-- Words that stand for several fields, as director, officer and leader do, are left out.
with listed as (
    select
        words.kind,
        words.field,
        words.words,
    from (
        values
        (
            'text', 'football',
            'bundesliga centre-back defender equaliser equalizer fifa footballer full-back goal goalkeeper '
            || 'goalkeepers goalless goals half-time halfback halftime kick-off midfielder offside penalties '
            || 'serie soccer striker strikers uefa winger'
        ),
        (
            'text', 'cricket',
            'all-rounder batsman batsmen batter bowler bowlers cricket cricketer innings lbw overs wicket '
            || 'wicket-keeper wicketkeeper wickets'
        ),
        ('text', 'rugby', 'conversions flanker fly-half hooker line-out lineout prop rugby scrum scrum-half touchline tries'),
        ('text', 'basketball', 'basketball dunk dunks free-throw nba point-guard rebounds three-pointer three-pointers wnba'),
        ('text', 'baseball', 'ballpark baseball homer homers infielder inning mlb outfielder pitcher pitchers shortstop'),
        ('text', 'ice hockey', 'goaltender goaltenders hockey nhl power-play puck'),
        ('text', 'american football', 'cornerback interception interceptions linebacker nfl quarterback touchdown touchdowns'),
        ('text', 'tennis', 'atp backhand forehand tennis tie-break tiebreak wta'),
        ('text', 'golf', 'birdie birdies bogey bogeys fairway golf golfer pga'),
        ('text', 'skiing', 'biathlete biathlon downhill ski skier skiers skiing slalom snowboarder super-g'),
        ('text', 'athletics', 'athletics decathlon hurdler hurdles javelin long-jump marathon sprint sprinter'),
        ('text', 'cycling', 'cycling cyclist cyclists peloton'),
        ('text', 'motor racing', 'ferrari formula lap laps motogp paddock pole-position'),
        ('text', 'boxing', 'boxer boxing featherweight heavyweight knockout middleweight welterweight'),
        ('text', 'swimming', 'backstroke breaststroke butterfly freestyle swimmer'),
        ('text', 'volleyball', 'volleyball'),
        ('text', 'handball', 'handball'),
        ('text', 'badminton', 'badminton'),
        (
            'text', 'sport',
            'beat bench captain champion champions championship championships coach cup defeat defeated drew '
            || 'fixture fixtures forward game games group guard injury league lost manager match matches opener '
            || 'play-off player players playing playoff playoffs points qualifier qualifiers qualifying quarter- '
            || 'final quarterfinal quarterfinals score scored scorer season semi-final semifinal semifinals '
            || 'signed squad stadium stoppage team teams title tournament transfer unbeaten victory win won'
        ),
        (
            'role', 'sport',
            'all-rounder athlete baseball basketball batsman biathlete bowler boxer catcher centre-back coach '
            || 'cricket cricketer cyclist defender flanker fly-half footballer forward full-back fullback '
            || 'goalkeeper goaltender golf golfer guard gymnast halfback hockey hooker hurdler infielder jockey '
            || 'keeper linebacker marathoner midfielder olympian outfielder pitcher player prop quarterback '
            || 'racer referee rower rugby runner scrum-half shortstop skater skier skipper snowboarder soccer '
            || 'sprinter striker swimmer tackle tennis umpire wicketkeeper winger wrestler'
        ),
        (
            'role', 'politics',
            'alderman ambassador assemblyman assemblywoman candidate chancellor congressman congresswoman '
            || 'consul councillor councilman councilor councilwoman democrat deputy diplomat emir envoy gov '
            || 'governor king lawmaker legislator mayor mep minister mp msp nominee parliamentarian politician '
            || 'premier president prince princess queen rep republican sen senator statesman sultan taoiseach '
            || 'undersecretary'
        ),
        ('role', 'law', 'attorney barrister coroner judge justice lawyer magistrate prosecutor solicitor'),
        (
            'role', 'police',
            'constable detective inspector marshal police policeman policewoman sergeant sheriff '
            || 'superintendent trooper'
        ),
        (
            'role', 'military',
            'admiral brigadier col colonel commander commodore corporal fighter gen general lieutenant lt maj '
            || 'major marine rebel soldier'
        ),
        ('role', 'emergency', 'fire firefighter lifeguard paramedic rescuer'),
        (
            'role', 'arts',
            'actor actress artist author cellist choreographer comedian composer conductor dancer designer '
            || 'drummer filmmaker guitarist illustrator model musician novelist painter photographer pianist '
            || 'playwright poet rapper screenwriter sculptor singer songwriter soprano tenor violinist writer'
        ),
        ('role', 'media', 'anchor broadcaster columnist commentator correspondent editor journalist presenter reporter'),
        (
            'role', 'business',
            'analyst banker billionaire businessman businesswoman ceo cfo coo developer economist '
            || 'entrepreneur executive financier industrialist investor realtor restaurateur shareholder '
            || 'shopkeeper strategist trader tycoon'
        ),
        (
            'role', 'science',
            'anthropologist archaeologist astronaut astronomer biologist botanist chemist climatologist dr '
            || 'ecologist engineer epidemiologist geologist historian hydrologist lecturer linguist '
            || 'mathematician meteorologist palaeontologist paleontologist philosopher physicist prof professor '
            || 'psychologist researcher scholar scientist seismologist sociologist virologist zoologist'
        ),
        (
            'role', 'medicine',
            'cardiologist dentist doctor gp midwife nurse oncologist paediatrician pediatrician pharmacist '
            || 'physician psychiatrist surgeon vet'
        ),
        (
            'role', 'education',
            'headmaster headteacher principal pupil schoolboy schoolgirl student teacher teenager '
            || 'undergraduate'
        ),
        (
            'role', 'religion',
            'archbishop ayatollah bishop cardinal cleric deacon imam monk nun pastor patriarch pope priest '
            || 'rabbi rev reverend vicar'
        ),
        (
            'role', 'trade',
            'baker bricklayer builder butcher carpenter chef cook driver electrician farmer fisherman '
            || 'gardener janitor mechanic miner pilot plumber trucker waiter waitress welder'
        )
    ) as words (kind, field, words)
)

select
    unnest(string_split(listed.words, ' ')) as word,
    listed.kind,
    listed.field,
from listed
