AUTHOR = 'Jake VanderPlas'
SITENAME = 'Pythonic Perambulations'
SITESUBTITLE = 'Musings and ramblings through the world of Python and beyond'
SITEURL = 'https://jakevdp.github.io'
TIMEZONE = 'America/Los_Angeles'
DEFAULT_LANG = 'en'

PATH = 'content'
ARTICLE_PATHS = ['articles']
PAGE_PATHS = []
ARTICLE_URL = 'blog/{date:%Y}/{date:%m}/{date:%d}/{slug}/'
ARTICLE_SAVE_AS = 'blog/{date:%Y}/{date:%m}/{date:%d}/{slug}/index.html'
THEME = 'simple'

FEED_MAX_ITEMS = 100000
FEED_ALL_ATOM = 'feeds/all.atom.xml'
FEED_ALL_RSS = 'feeds/all.rss.xml'
CATEGORY_FEED_ATOM = 'feeds/{slug}.atom.xml'
TAG_FEED_ATOM = 'feeds/tag/{slug}.atom.xml'
AUTHOR_FEED_ATOM = 'feeds/author/{slug}.atom.xml'
AUTHOR_FEED_RSS = 'feeds/author/{slug}.rss.xml'
