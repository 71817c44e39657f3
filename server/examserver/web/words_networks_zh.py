"""The page of the site's addresses, and refused logins, in Simplified Chinese."""

NETWORKS_ZH = {
    "Site's addresses": "登记考点公网 IP",
    "Networks": "考点公网 IP",
    "Machines at which logins were refused in the last half hour: {n}": (
        "最近半小时有登录被拒绝的考试机：{n} 台"
    ),
    "Refused logins of the last 24 hours": "最近 24 小时被拒绝的登录",
    "No login was refused.": "没有被拒绝的登录。",
    "and {n} further ones": "另有 {n} 项",
    "Last": "最近一次",
    "Why": "原因",
    "Times in all": "累计次数",
    "{n} times in all": "累计 {n} 次",
    "Machines": "考试机",
    "Register this address": "登记该地址",
    "registered meanwhile": "现已登记",
    "outside the exam site": "不在考点范围内",
    "client is too old": "客户端版本过旧",
    "number is not on the roster": "名单中没有该准考证号",
    "identity number does not fit": "证件号不符",
    "no exam to be sat now": "当前没有该考生的考试",
    "not checked in": "未签到",
    "exam is open at another machine": "考试已在另一台考试机上打开",
    "wrong room password": "考场密码不符",
    "too many wrong tries": "尝试次数过多",
    "another reason": "其他原因",
    "Candidates log in only at an address that is registered here. Who sits already goes on in any case: "
    "answers are never refused for an address. You see this page from {address}.": (
        "考生只能在这里登记的地址登录。已经登录的考生不受影响：不会因为地址拒收答案。"
        "您当前的地址是 {address}。"
    ),
    "No network is registered yet: candidates log in only at the service's own machine.": (
        "还没有登记考点地址：考生只能在服务机本身登录。"
    ),
    "A site admin registers the address from a place that is registered, or at the service's own machine, "
    "where this page opens in any case.": (
        "考点管理员可以在已登记的地址登记它，也可以在服务机本身登记：服务机上总能打开本页面。"
    ),
    "Network or address": "网络或地址",
    "Note": "备注",
    "Registered at": "登记时间",
    "Remove …": "取消登记……",
    "Remove it": "取消登记",
    "Nobody logs in from there any more, unless another network has the address.": (
        "取消后，该处不能再登录（除非另一个已登记的网络包含该地址）。"
    ),
    "Such as 203.0.113.0/24, 2001:db8::/32 or 203.0.113.7. If the site has several lines, register all of "
    "them.": ("例如 203.0.113.0/24、2001:db8::/32 或 203.0.113.7。考点有多条线路时，请全部登记。"),
    "Register": "登记",
    "What somebody outside sees": "不在考点范围内时的显示",
    "Whom to call": "联系人",
    "It stands at the machine beside its address, such as 考务办公室 010-1234567.": (
        "与该机地址一起显示在考试机上，例如 考务办公室 010-1234567。"
    ),
    "The paper of a machine that is seen outside during the exam": "考试中考试机不在考点范围内时，试卷",
    "stays visible, and the monitor says it": "继续显示，监控中有提示",
    "is covered until a proctor lifts the cover by the room password": "遮住，监考老师可用考场密码揭开",
    "Oldest client that may log in": "可登录的最低客户端版本",
    "Version": "版本",
    "Empty takes any client. This service came with version {version}.": (
        "留空则不限版本。本服务自带的客户端版本为 {version}。"
    ),
}

NETWORK_SAID = {
    "{network} is registered.": "已登记 {network}。",
    "{network} was registered already.": "{network} 已登记过。",
    "{network} is removed.": "已取消登记 {network}。",
    "1 network is registered now.": "现已登记 1 个网络。",
    "{n} networks are registered now.": "现已登记 {n} 个网络。",
    "No network is registered now: only this machine itself is inside.": (
        "现在没有登记的网络：只有服务机本身可以登录。"
    ),
    "Take care: every address of this kind is inside now, wherever a station stands.": (
        "注意：现在这一类地址全部视为考点范围内，无论考试机在哪里。"
    ),
    "Take care: stations behind a proxy on this machine are inside now, unless it is named.": (
        "注意：本机上的代理如果没有登记，经它连接的考试机现在都视为考点范围内。"
    ),
    "Name such a proxy: examserver site proxies DIR add ADDRESS": (
        "请登记该代理：examserver site proxies DIR add ADDRESS"
    ),
    "Nothing changes by it: {outer} has all of its addresses already.": (
        "没有变化：{outer} 已包含它的全部地址。"
    ),
    "Who is outside is told to call: {contact}": "不在考点范围内的考生会看到联系人：{contact}",
    "Nobody is named to call.": "没有设置联系人。",
    "The paper is covered while a station is outside; the proctor can lift the cover.": (
        "考试机不在考点范围内时遮住试卷，监考老师可以揭开。"
    ),
    "The paper stays visible also where a station is outside.": "考试机不在考点范围内时，试卷继续显示。",
    "Any client may log in.": "任何版本的客户端都可以登录。",
    "Clients older than {version} cannot log in.": "低于 {version} 的客户端不能登录。",
    "Take care: this service came with clients of version {version}, which are older.": (
        "注意：本服务自带的客户端版本为 {version}，低于该版本。"
    ),
    "Registered are: {networks}.": "已登记的有：{networks}。",
    "No network is registered.": "没有登记任何网络。",
}
"""What an order about networks answers, and what a refusal says of the networks that there are."""

NETWORK_ERRORS = {
    "“{plain}” is not a network.": "“{plain}”不是网络或地址。",
    "Write it as 203.0.113.0/24, 2001:db8::/32, or as a single address such as 203.0.113.7.": (
        "请写成 203.0.113.0/24、2001:db8::/32，或单个地址，例如 203.0.113.7。"
    ),
    "“{plain}” is an address within a network, not a network: that would be {meant}.": (
        "“{plain}”是网络中的一个地址，不是网络；所在的网络是 {meant}。"
    ),
    "Give {meant} for all of the network, or {address} for this one address.": (
        "登记整个网络请填 {meant}，只登记这个地址请填 {address}。"
    ),
    "{network} is not registered.": "{network} 没有登记。",
    "“{version}” is not a version.": "“{version}”不是版本号。",
    "Write 1.4.0, or none for any client.": "请写成 1.4.0；不限版本请填 none。",
    "The {what} has more than {most} characters, or some that cannot be shown.": (
        "内容超过 {most} 个字符，或含有不可显示的字符（{what}）。"
    ),
    "You are at {address} yourself: without {gone} this page would shut you out.": (
        "您自己的地址是 {address}：取消 {gone} 后，您将无法打开本页面。"
    ),
    "Register your own address first, or remove it on the service's machine: examserver site networks.": (
        "请先登记您自己的地址，或在考点服务机上取消：examserver site networks。"
    ),
    "With {network} every address would be a proxy, and any station could claim any address.": (
        "登记 {network} 后，所有地址都会被当作代理，任何考试机都可以冒用任何地址。"
    ),
    "Give the proxy's own address, such as 10.0.0.2.": "请填写代理自己的地址，例如 10.0.0.2。",
    "{network} is no proxy.": "{network} 不是代理。",
    "“{address}” is no address inside a front server.": "“{address}”不是前端服务器中的地址。",
    "Write it as /sealed/, or none for none.": "请写成 /sealed/；没有则填 none。",
}
